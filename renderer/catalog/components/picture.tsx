import { Picture as Shown } from '#renderer/media/picture.tsx';
import type { ShopId } from '#shared/auth/model.ts';

type Props = { seed: string | null; /** Words for people who do not see it; empty where the title stands beside. */ alt: string; size: number; className?: string | undefined };

/** A drawn product picture, or the place where one is missing. */
export const Picture = ({ seed, ...rest }: Props) => <Shown image={seed === null ? null : { drawing: seed }} shopId={'' as ShopId} {...rest} />;
