import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense, useState } from 'react';

const parts = () => import('./menu-parts.tsx');
const OpenMenu = lazy(() => parts().then((m) => ({ default: m.OpenMenu })));
/** One entry; give it a link or a button as its child. */
export const MenuItem = lazy(() => parts().then((m) => ({ default: m.MenuItem })));
/** What the entries below it are about. */
export const MenuLabel = lazy(() => parts().then((m) => ({ default: m.MenuLabel })));
export const MenuSeparator = lazy(() => parts().then((m) => ({ default: m.MenuSeparator })));

/** A list of deeds behind a button. What it takes to show it is fetched when the button is approached, not with the page. */
export function Menu({ trigger, children, align = 'end' }: { trigger: ReactElement; children: ReactNode; align?: 'start' | 'end' }) {
  const [wasPressed, setPressed] = useState(false);
  const asleep = cloneElement(trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: parts,
    onFocus: parts,
    onClick: () => setPressed(true),
  });
  if (!wasPressed) return asleep;
  return (
    <Suspense fallback={asleep}>
      <OpenMenu trigger={trigger} align={align}>
        {children}
      </OpenMenu>
    </Suspense>
  );
}
