import { Link, type LinkProps, useNavigation } from '@remix-run/react';
import { cva, type VariantProps } from 'class-variance-authority';
import { LoaderCircle } from 'lucide-react';
import { type ComponentProps, type ComponentPropsWithoutRef, forwardRef } from 'react';
import { cn } from './classes.ts';

const button = cva(
  'relative inline-flex shrink-0 items-center justify-center gap-2 rounded-control font-medium whitespace-nowrap transition-colors select-none disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      look: {
        primary: 'bg-primary text-on-primary hover:bg-primary-hover disabled:hover:bg-primary',
        secondary: 'border border-line bg-raised text-ink shadow-card hover:bg-sunken disabled:hover:bg-raised',
        ghost: 'text-muted hover:bg-sunken hover:text-ink',
        'ghost-primary': 'text-primary-ink hover:bg-sunken hover:text-ink',
        'ghost-bad': 'text-bad-ink hover:bg-sunken hover:text-ink',
        danger: 'bg-bad text-on-bad hover:bg-bad-hover disabled:hover:bg-bad',
      },
      size: {
        tiny: 'h-7 px-2 text-xs max-sm:h-11',
        small: 'h-8 px-3 text-sm max-sm:h-11',
        field: 'h-9 px-3 text-sm max-sm:h-11',
        medium: 'h-10 px-4 text-sm max-sm:h-11',
        tall: 'h-11 px-4 text-sm',
        large: 'h-12 px-6 text-base',
        icon: 'size-9 max-sm:size-11',
        'icon-medium': 'size-10 max-sm:size-11',
        account: 'h-10 px-2 text-sm max-sm:size-11',
      },
    },
    defaultVariants: { look: 'secondary', size: 'medium' },
  },
);
type Looks = VariantProps<typeof button>;

/** A deed. While `pending` it says so in `pendingText` and cannot be pressed again. */
export const Button = forwardRef<
  HTMLButtonElement,
  ComponentPropsWithoutRef<'button'> & Looks & { pending?: boolean; pendingText?: string }
>(function Button({ look, size, className, pending, pendingText, children, disabled, type = 'button', ...rest }, ref) {
  return (
    <button ref={ref} type={type} className={cn(button({ look, size }), className)} disabled={disabled || pending} {...rest}>
      {pending ? <LoaderCircle aria-hidden className="animate-spin" /> : null}
      {pending && pendingText ? pendingText : children}
    </button>
  );
});

/** Sends its form and shows the verb while the answer is awaited: only for the form this button's `name` and `value` belong to. */
export function SubmitButton({ pendingText, name, value, ...rest }: ComponentPropsWithoutRef<typeof Button>) {
  const navigation = useNavigation();
  const isMine = navigation.formMethod === 'POST' && (name === undefined || navigation.formData?.get(name) === String(value));
  return <Button type="submit" name={name} value={value} pending={isMine} pendingText={pendingText} {...rest} />;
}

/** A way to another page in the dress of a button. */
export function ButtonLink({ look, size, className, ...rest }: LinkProps & Looks) {
  return <Link className={cn(button({ look, size }), className)} {...rest} />;
}

/** The same for an address outside the app. */
export function ButtonAnchor({ look, size, className, children, ...rest }: ComponentProps<'a'> & Looks) {
  return (
    <a className={cn(button({ look, size }), className)} {...rest}>
      {children}
    </a>
  );
}
