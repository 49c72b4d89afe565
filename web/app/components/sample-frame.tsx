import { useState } from 'react';
import { Banners } from './banners.tsx';
import { LiveDot, type LiveState } from './live.tsx';
import { Key } from './palette/key.tsx';
import { Line, Part } from './sample.tsx';
import { SteadyList } from './steady-list.tsx';
import { say } from './toasts.tsx';
import { Button } from './ui/button.tsx';
import { CopyText } from './ui/copy-text.tsx';
import { PageHeader, PendingBar, Tabs } from './ui/navigation.tsx';
import { CardsSkeleton, DetailSkeleton, ListSkeleton } from './ui/page-skeletons.tsx';
import { Card, CardHeader, Skeleton } from './ui/surface.tsx';
import { Pager } from './ui/table.tsx';

const STATES: LiveState[] = ['live', 'reconnecting', 'paused'];

/** What the frame and the heads of pages are made of, in their states. */
export function FrameSamples() {
  const [undone, setUndone] = useState(0);
  const [rows, setRows] = useState([{ id: 'a' }, { id: 'b' }]);
  return (
    <>
      <Part title="Frame">
        <PendingBar />
        <Line>
          {STATES.map((state) => (
            <LiveDot key={state} state={state} isPaused={state === 'paused'} pause={() => undefined} />
          ))}
          <Key>Ctrl</Key>
          <Key>K</Key>
          <CopyText text="a text" label="Copy the text" />
        </Line>
        <Banners standstill="worker" />
        <Line>
          <Button onClick={() => say('The lead was tagged.')}>Say a result</Button>
          <Button onClick={() => say('The lead was archived.', undefined, { undo: () => setUndone((n) => n + 1) })}>
            Say one with undo
          </Button>
          <span>Undone: {undone}</span>
        </Line>
      </Part>
      <Part title="Heads, tabs, pages">
        <PageHeader level={2} title="A page" trail={[{ to: '/', text: 'Where it stands' }]} text="What it is about.">
          <Button look="primary">One primary button</Button>
        </PageHeader>
        <Tabs
          label="Parts of the page"
          tabs={[
            { to: '/styleguide', text: 'Current', count: '12', end: true },
            { to: '/campaigns', text: 'Another' },
          ]}
        />
        <Card>
          <CardHeader title="A card" text="What belongs together.">
            <Button size="small">A deed</Button>
          </CardHeader>
          <Pager before="a" after="b" shown={50} total="12,340" noun="leads" />
        </Card>
      </Part>
      <Part title="While loading">
        <Skeleton className="h-8 w-1/2" />
        <Skeleton className="h-24" />
      </Part>
      <Part title="A live list">
        <Line>
          <Button onClick={() => setRows((before) => [{ id: String(before.length) }, ...before])}>Something new</Button>
        </Line>
        <Card>
          <SteadyList rows={rows} noun="row">
            {(shown) => (
              <ul className="grid gap-1 p-4 text-sm">
                {shown.map(({ id }) => (
                  <li key={id}>Row {id}</li>
                ))}
              </ul>
            )}
          </SteadyList>
        </Card>
      </Part>
      <Part title="While a page is fetched">
        <div className="grid gap-6">
          <ListSkeleton />
          <DetailSkeleton />
          <CardsSkeleton />
        </div>
      </Part>
    </>
  );
}
