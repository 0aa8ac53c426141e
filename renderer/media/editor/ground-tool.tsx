import { useTranslation } from 'react-i18next';
import { Segmented } from '#renderer/ui/index.ts';
import { WHITE } from '#shared/media/fixes.ts';
import type { Edit, EditorState } from './editor-state.ts';
import styles from './editor.module.css';

/** Where somebody begins who wants another colour: a light grey. */
const FIRST_COLOUR = `#${'e9'.repeat(3)}`;

/** What shows where a picture can be seen through, and around it. */
export function GroundTool({ state: { now }, act }: { state: EditorState; act: (edit: Edit) => void }) {
  const { t } = useTranslation('editor');
  const { background } = now.recipe;
  const kind = background === null ? 'none' : background === WHITE ? 'white' : 'colour';
  return (
    <>
      <div className={styles.row}>
        <Segmented
          label={t('ground.title')} hideLabel value={kind} items={(['none', 'white', 'colour'] as const).map((id) => ({ id, label: t(`ground.${id}`) }))}
          onChange={(id) => act({ do: 'ground', colour: id === 'none' ? null : id === 'white' ? WHITE : FIRST_COLOUR })}
        />
        {kind === 'colour' && (
          <input
            type="color" className={styles.colour} value={background ?? WHITE} aria-label={t('ground.pick')}
            onChange={(event) => act({ do: 'ground', colour: event.target.value, run: 'slider colour' })} onBlur={() => act({ do: 'settle' })}
          />
        )}
      </div>
      <p className={styles.hint}>{t(`ground.hint.${kind}`)}</p>
    </>
  );
}
