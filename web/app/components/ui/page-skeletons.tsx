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

/** The shape of a list: head, filters, rows. */
export function ListSkeleton() {
  return (
    <>
      <HeaderSkeleton />
      <Skeleton className="h-10 w-full max-w-xl" />
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

/** The shape of the overview: figures and charts. */
export function CardsSkeleton() {
  return (
    <>
      <HeaderSkeleton />
      <Skeleton className="h-10 w-72 max-w-full" />
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

/** The shape of a part of a page: rows, below filters where it has some. */
export function RowsSkeleton({ hasFilters }: { hasFilters?: boolean }) {
  return (
    <div className="grid grid-cols-1 gap-3">
      {hasFilters ? <Skeleton className="h-10 w-full max-w-xl" /> : null}
      <Rows count={8} />
    </div>
  );
}

/** The shape of figures with what they are made of. */
export function FiguresSkeleton() {
  return (
    <div className="grid grid-cols-1 gap-5">
      <Card>
        <div className="grid grid-cols-2 gap-5 p-5 sm:grid-cols-3 xl:grid-cols-5">
          {lines(5).map((i) => (
            <Skeleton key={i} className="h-16" />
          ))}
        </div>
      </Card>
      <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-[3fr_2fr]">
        <Rows count={4} />
        <Rows count={4} />
      </div>
    </div>
  );
}

/** The shape of a form: cards with labelled fields. */
export function FormSkeleton() {
  return (
    <div className="grid max-w-4xl grid-cols-1 gap-5">
      {lines(2).map((card) => (
        <Card key={card}>
          <div className="grid gap-5 p-5">
            <Skeleton className="h-6 w-40" />
            {lines(3).map((field) => (
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
