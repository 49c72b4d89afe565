import { cloneElement, type ReactElement, type ReactNode, useState } from 'react';

type Parts = typeof import('./menu-parts.tsx');
const fetchParts = () => import('./menu-parts.tsx');

/** A list of deeds behind a button, made of the parts it is given. They are fetched when the button is approached, not with the page. */
export function Menu({
  trigger,
  children,
  align = 'end',
}: {
  trigger: ReactElement;
  children: (parts: Parts) => ReactNode;
  align?: 'start' | 'end';
}) {
  const [parts, setParts] = useState<Parts | null>(null);
  if (parts) {
    const { OpenMenu } = parts;
    return (
      <OpenMenu trigger={trigger} align={align}>
        {children(parts)}
      </OpenMenu>
    );
  }
  return cloneElement(trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: fetchParts,
    onFocus: fetchParts,
    onClick: async () => {
      const fetched = await fetchParts();
      setParts(() => fetched);
    },
  });
}
