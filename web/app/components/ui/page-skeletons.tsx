import { Card, Skeleton } from './surface.tsx';

const lines = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Title and sentence of a page that is still on its way, as high as `PageHeader` makes them. */
function HeaderSkeleton() {
  return (
    <div className="grid gap-1">
      <Skeleton className="h-8 w-48" />
      <Skeleton className="h-5 w-80 max-w-full" />
    </div>
  );
}

const Rows = ({ count }: { count: number }) => (
  <Card>
    <div className="grid gap-3 px-5 py-4">
      <Skeleton className="h-4 w-full" />
      {lines(count).map((i) => (
        <Skeleton key={i} className="h-9 w-full" />
      ))}
    </div>
  </Card>
);

/** The shape of a list: head, filters, rows; without a head where it is part of a page. */
export function ListSkeleton({ hasHead = true, hasFilters = true }: { hasHead?: boolean; hasFilters?: boolean }) {
  return (
    <>
      {hasHead ? <HeaderSkeleton /> : null}
      {hasFilters ? <Skeleton className="h-10 w-full max-w-xl" /> : null}
      <Rows count={10} />
    </>
  );
}

/** The shape of one thing: where it stands, its name, its figures and what it is made of. */
export function DetailSkeleton() {
  return (
    <>
      <div className="grid gap-2">
        <Skeleton className="h-5 w-28" />
        <HeaderSkeleton />
      </div>
      <div className="grid grid-cols-1 gap-5 xl:grid-cols-[2fr_1fr]">
        <Rows count={6} />
        <Rows count={3} />
      </div>
    </>
  );
}

/** The shape of the overview: figures and charts; without a head where they are part of a page. */
export function CardsSkeleton({ hasHead = true }: { hasHead?: boolean }) {
  return (
    <>
      {hasHead ? (
        <>
          <HeaderSkeleton />
          <Skeleton className="h-10 w-72 max-w-full" />
        </>
      ) : null}
      <Card>
        <div className="grid grid-cols-2 gap-5 p-5 sm:grid-cols-3 xl:grid-cols-6">
          {lines(6).map((i) => (
            <Skeleton key={i} className="h-16" />
          ))}
        </div>
      </Card>
      <div className="grid grid-cols-1 gap-5 xl:grid-cols-2">
        <Rows count={4} />
        <Rows count={4} />
      </div>
    </>
  );
}
