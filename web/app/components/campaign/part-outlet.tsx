import { Outlet, useLocation, useNavigation } from '@remix-run/react';
import { Shape } from '../shape.tsx';
import { FiguresSkeleton, FormSkeleton, RowsSkeleton } from '../ui/page-skeletons.tsx';

/** Parts below the head and the tabs of a campaign's page, and their shape; what is not among them is a page of its own. */
const SHAPES = {
  '': <FiguresSkeleton />,
  leads: <RowsSkeleton hasFilters />,
  appointments: <RowsSkeleton hasFilters />,
  calls: <RowsSkeleton hasFilters />,
  messages: <RowsSkeleton hasFilters />,
  imports: <RowsSkeleton />,
  import: <FormSkeleton />,
  settings: <FormSkeleton />,
};
const isPart = (name: string): name is keyof typeof SHAPES => name in SHAPES;

/** One part of a campaign's page. While another is fetched this one stays, and after 300 ms the other's shape stands in its place. */
export function PartOutlet({ base }: { base: string }) {
  const { pathname } = useLocation();
  const navigation = useNavigation();
  const next = navigation.state === 'loading' && !navigation.formMethod ? navigation.location.pathname : pathname;
  const name = next.startsWith(`${base}/`) ? (next.slice(base.length + 1).split('/')[0] ?? '') : '';
  const isWithin = next === base || next.startsWith(`${base}/`);
  const isAway = next !== pathname && isWithin && isPart(name);
  return (
    <Shape isAway={isAway} shape={isPart(name) ? SHAPES[name] : null}>
      <Outlet />
    </Shape>
  );
}
