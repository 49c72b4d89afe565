import { data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { GonePage } from '../components/public/lead-page.tsx';
import { bookingAddress, openFor } from '../lead-links.server.ts';

export const meta: MetaFunction = () => [{ title: 'Book a time' }, { name: 'robots', content: 'noindex' }];

/** Leads on to the booking page with everything filled in. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const opened = await openFor('booking', params['token'], context);
  if (opened.kind === 'expired' || opened.kind === 'unknown')
    return data({ why: opened.kind }, { status: opened.kind === 'expired' ? 410 : 404 });
  const address = bookingAddress(opened, context.urls.sandbox);
  if (address) throw redirect(address);
  return data({ why: 'unbookable' as const }, { status: 503 });
}

export default function BookingLink() {
  return <GonePage why={useLoaderData<typeof loader>().why} />;
}
