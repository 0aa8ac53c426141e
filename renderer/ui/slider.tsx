import { Label, Slider as Primitive, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components';
import styles from './slider.module.css';

type Props = {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  /** As it is read, drawn and said: with its unit. */
  said: string;
  onChange: (value: number) => void;
  /** The hand let go. */
  onChangeEnd?: (value: number) => void;
  isDisabled?: boolean;
};

/** A measure chosen along a line; arrows step, Page Up and Down go further. Grows in reading direction. */
export function Slider({ label, value, min, max, step, said, onChange, onChangeEnd, isDisabled = false }: Props) {
  return (
    <Primitive value={value} minValue={min} maxValue={max} step={step} isDisabled={isDisabled} onChange={onChange} {...(onChangeEnd ? { onChangeEnd } : {})} className={styles.slider!}>
      <Label className={styles.label!}>{label}</Label>
      <SliderOutput className={`num ${styles.said}`}>{said}</SliderOutput>
      <SliderTrack className={styles.track!}>
        {({ state }) => {
          const [from, to] = [state.getValuePercent(Math.min(Math.max(0, min), value)), state.getValuePercent(Math.max(Math.min(0, max), value))];
          return (
            <>
              <span className={styles.line} />
              <span className={styles.fill} style={{ insetInlineStart: `${from * 100}%`, inlineSize: `${(to - from) * 100}%` }} />
              <SliderThumb className={styles.thumb!} />
            </>
          );
        }}
      </SliderTrack>
    </Primitive>
  );
}
