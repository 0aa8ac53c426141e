import { ChevronDown, ChevronUp } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button, Group, Input, NumberField as Primitive, type NumberFieldProps as PrimitiveProps } from 'react-aria-components';
import { FieldFrame, fieldStyles as styles, type FieldProps } from './field.tsx';
import { Icon } from './icon.tsx';

export type NumberFieldProps = FieldProps &
  Omit<PrimitiveProps, 'className' | 'children' | 'style' | 'isInvalid'> & { unit?: string; steps?: boolean; placeholder?: string };

/** A whole number or a measure; arrows step, digits of any script are understood. */
export function NumberField({ label, hideLabel, description, error, className, unit, steps = true, placeholder, ...rest }: NumberFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  // A figure counts when the field is left; reloading the window leaves it too, and whoever keeps what was typed must hear of it.
  useEffect(() => {
    const leave = () => input.current?.blur();
    window.addEventListener('pagehide', leave);
    return () => window.removeEventListener('pagehide', leave);
  }, []);
  return (
    <Primitive
      {...rest}
      {...(hideLabel ? { 'aria-label': label } : {})}
      isInvalid={Boolean(error)}
      className={[styles.field, className].filter(Boolean).join(' ')}
    >
      <FieldFrame label={label} hideLabel={hideLabel ?? false} description={description} error={error}>
        <Group className={styles.box!}>
          <Input ref={input} className={`${styles.input} ${styles.figures}`} placeholder={placeholder} />
          {unit !== undefined && <span className={styles.unit}>{unit}</span>}
          {steps && (
            <>
              <Button slot="decrement" className={styles.step!}>
                <Icon icon={ChevronDown} size={14} />
              </Button>
              <Button slot="increment" className={styles.step!}>
                <Icon icon={ChevronUp} size={14} />
              </Button>
            </>
          )}
        </Group>
      </FieldFrame>
    </Primitive>
  );
}
