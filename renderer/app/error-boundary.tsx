import { Component, type ReactNode } from 'react';
import { RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, EmptyState } from '#renderer/ui/index.ts';

type Props = { children: ReactNode; /** A change opens the screen again: the place it is about. */ place?: string };
type State = { broken: boolean };

/** Keeps a mistake in one screen from taking the console with it. React itself writes the cause to the window's console, which the shell logs. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { broken: false };

  static getDerivedStateFromError(): State {
    return { broken: true };
  }

  override componentDidUpdate(before: Props): void {
    if (this.state.broken && before.place !== this.props.place) this.setState({ broken: false });
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return <Broken onAgain={() => this.setState({ broken: false })} />;
  }
}

function Broken({ onAgain }: { onAgain: () => void }) {
  const { t } = useTranslation('common');
  return (
    <div role="alert">
      <EmptyState
        title={t('app.broken.title')}
        actions={
          <Button icon={RotateCw} onPress={onAgain}>
            {t('app.broken.again')}
          </Button>
        }
      >
        {t('app.broken.text')}
      </EmptyState>
    </div>
  );
}
