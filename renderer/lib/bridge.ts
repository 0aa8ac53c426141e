import type { RequestMessage } from '#shared/contract/channel.ts';

/** The one thing a window has besides the web: a line to the data process. Put there by the preload, or made over a WebSocket. */
export type Bridge = {
  readonly shell: 'desktop' | 'browser';
  readonly platform: string;
  send(message: RequestMessage): void;
  onMessage(listener: (message: unknown) => void): () => void;
  /** The line broke: questions under way may or may not have been heard. */
  onClose?(listener: () => void): () => void;
  /** The line is there again. */
  onOpen?(listener: () => void): () => void;
  /** What only the shell can do: open a folder, show a native dialog. */
  shellCall?(name: string, input: unknown): Promise<unknown>;
};

declare global {
  interface Window {
    readonly comptoir?: Bridge;
  }
}
