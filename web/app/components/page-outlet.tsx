import { useLocation, useNavigation } from '@remix-run/react';
import { type ReactNode, useEffect, useRef } from 'react';
import { rememberPage } from '../recent-leads.ts';
import { Shape } from './shape.tsx';
import { CardsSkeleton, DetailSkeleton, ListSkeleton } from './ui/page-skeletons.tsx';

/** The shape of the page at an address: overview and lists, or one thing with its parts. */
function skeletonFor(pathname: string): ReactNode {
  if (pathname === '/') return <CardsSkeleton />;
  return pathname.split('/').length > 2 ? <DetailSkeleton /> : <ListSkeleton />;
}

/** What two addresses share is not drawn anew: the parts of one campaign keep its head. */
const placeOf = (pathname: string) => pathname.split('/').slice(1, 3).join('/');

/**
 * The page. While another is fetched this one stays, dimmed by nothing; after 300 ms the next one's shape stands in its place. When it has
 * come, its heading takes the focus and its title is read out.
 */
export function PageOutlet({ children }: { children: ReactNode }) {
  const { pathname } = useLocation();
  const navigation = useNavigation();
  const next = navigation.state === 'loading' && !navigation.formMethod ? navigation.location.pathname : null;
  const isAway = next !== null && placeOf(next) !== placeOf(pathname);
  const isFirst = useRef(true);
  useEffect(() => {
    rememberPage(pathname);
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    if (document.querySelector('dialog[open]')) return; // it has taken the focus
    const heading = document.querySelector<HTMLElement>('main h1');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
  }, [pathname]);

  return (
    <Shape isAway={isAway} shape={isAway ? skeletonFor(next) : null}>
      {children}
    </Shape>
  );
}
