import { data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { GonePage } from '../components/public/lead-page.tsx';
import { bookingAddress, movingAddress, openFor } from '../lead-links.server.ts';

export const meta: MetaFunction = () => [{ title: 'Move your appointment' }, { name: 'robots', content: 'noindex' }];

/** Leads on to the page of the booking; a booking that is over leads to the calendar instead. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const opened = await openFor('reschedule', params['token'], context);
  if (opened.kind === 'expired' || opened.kind === 'unknown')
    return data({ why: opened.kind }, { status: opened.kind === 'expired' ? 410 : 404 });
  const isOpen = opened.subject.appointment?.status === 'scheduled';
  const address = (isOpen ? movingAddress(opened, context.urls.sandbox) : null) ?? bookingAddress(opened, context.urls.sandbox);
  if (address) throw redirect(address);
  return data({ why: 'unbookable' as const }, { status: 503 });
}

export default function MoveLink() {
  return <GonePage why={useLoaderData<typeof loader>().why} />;
}
