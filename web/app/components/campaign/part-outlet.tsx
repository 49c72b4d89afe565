import { Outlet, useLocation, useNavigation } from '@remix-run/react';
import { Shape } from '../shape.tsx';
import { CardsSkeleton, ListSkeleton } from '../ui/page-skeletons.tsx';
import { Card, Skeleton } from '../ui/surface.tsx';

/** Parts below the head and the tabs of a campaign's page, and their shape; what is not among them is a page of its own. */
const SHAPES = {
  '': <CardsSkeleton hasHead={false} />,
  leads: <ListSkeleton hasHead={false} />,
  appointments: <ListSkeleton hasHead={false} />,
  calls: <ListSkeleton hasHead={false} />,
  messages: <ListSkeleton hasHead={false} />,
  imports: <ListSkeleton hasHead={false} hasFilters={false} />,
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

/** The shape of a form: cards with labelled fields. */
function FormSkeleton() {
  return (
    <div className="grid max-w-4xl grid-cols-1 gap-5">
      {[0, 1].map((card) => (
        <Card key={card}>
          <div className="grid gap-5 p-5">
            <Skeleton className="h-6 w-40" />
            {[0, 1, 2].map((field) => (
              <div key={field} className="grid gap-1.5">
                <Skeleton className="h-5 w-24" />
                <Skeleton className="h-10 w-full" />
              </div>
            ))}
          </div>
        </Card>
      ))}
    </div>
  );
}
