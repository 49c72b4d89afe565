import type { LoaderFunctionArgs } from '@remix-run/node';
import { Link, useLoaderData, useSearchParams } from '@remix-run/react';
import { Mail, MessageSquare } from 'lucide-react';
import { MESSAGE_SORTS, type MessageFilter, messagePage } from '#stores/views-messages.ts';
import { MessageViews } from '../components/campaign/message-views.tsx';
import { MessageStatusBadge } from '../components/status.tsx';
import { Moment } from '../components/time.tsx';
import { Card, EmptyState } from '../components/ui/surface.tsx';
import { Cell, Head, Pager, Row, Table } from '../components/ui/table.tsx';
import { given, listAsk } from '../list.server.ts';
import { enter, idOf } from '../member.server.ts';
import { formatCount, nameOf } from '../words/numbers.ts';
import { CHANNELS, skipWords, stepWords } from '../words/steps.ts';

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId } = await enter(args, 'messages.read');
  const params = new URL(args.request.url).searchParams;
  const view = params.get('view');
  const kind = view === 'planned' || view === 'received' || view === 'problems' ? view : undefined;
  const campaignId = idOf(args.params['id']);
  const filter = given<MessageFilter>({ campaignId, kind });
  const ask = listAsk(params, MESSAGE_SORTS, { column: 'time', direction: kind === 'planned' ? 'asc' : 'desc' });
  return read(async (tx) => ({ campaignId, page: await messagePage(tx, clientId, { filter, ...ask }) }));
}

export default function CampaignMessages() {
  const { campaignId, page } = useLoaderData<typeof loader>();
  const [params] = useSearchParams();
  const view = params.get('view') ?? 'all';
  return (
    <div className="grid grid-cols-1 gap-3">
      <MessageViews base={`/campaigns/${campaignId}`} current={view} />
      <Card>
        {page.rows.length > 0 ? (
          <>
            <Table caption="Messages">
              <thead>
                <tr>
                  <Head>Lead</Head>
                  <Head>Message</Head>
                  <Head>Status</Head>
                  <Head>When</Head>
                </tr>
              </thead>
              <tbody>
                {page.rows.map((message) => (
                  <Row key={message.id}>
                    <Cell className="stack-title">
                      {message.leadId ? (
                        <Link to={`/leads/${message.leadId}#message-${message.id}`} className="row-link font-medium">
                          {nameOf({ ...message, phone: message.phone ?? '' })}
                        </Link>
                      ) : (
                        'Unknown sender'
                      )}
                    </Cell>
                    <Cell label="Message" className="md:max-w-lg">
                      <span>
                        <span className="inline-flex items-center gap-1.5 font-medium">
                          {message.channel === 'email' ? (
                            <Mail aria-hidden className="size-4" />
                          ) : (
                            <MessageSquare aria-hidden className="size-4" />
                          )}
                          {CHANNELS[message.channel] ?? message.channel}: {stepWords(message.kind)}
                        </span>
                        {message.body ? <span className="block truncate text-muted max-md:hidden">{message.body}</span> : null}
                      </span>
                    </Cell>
                    <Cell label="Status">
                      <span>
                        <MessageStatusBadge status={message.status} />
                        {message.skipReason ? <span className="block text-xs text-muted">{skipWords(message.skipReason)}</span> : null}
                      </span>
                    </Cell>
                    <Cell label="When">
                      <Moment at={message.at} zone={message.zone} />
                    </Cell>
                  </Row>
                ))}
              </tbody>
            </Table>
            <Pager
              before={page.before}
              after={page.after}
              shown={page.rows.length}
              total={`${formatCount(page.total)}${page.isMore ? '+' : ''}`}
              noun="messages"
            />
          </>
        ) : (
          <EmptyState
            icon={<MessageSquare aria-hidden />}
            title="No message here"
            text="Confirmations, reminders and replies appear as leads book."
          />
        )}
      </Card>
    </div>
  );
}
