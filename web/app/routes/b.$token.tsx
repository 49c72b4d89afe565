import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { AppointmentPages } from '../components/public/appointment-pages.tsx';
import { arrangeAppointment, showAppointment } from '../lead-appointment.server.ts';

export const meta: MetaFunction = () => [{ title: 'Book a time' }, { name: 'robots', content: 'noindex' }];

/** Where a lead books by the link in a message, and moves or cancels what it booked. */
export const loader = (args: LoaderFunctionArgs) => showAppointment('booking', args);
export const action = (args: ActionFunctionArgs) => arrangeAppointment('booking', args);

export default function BookingLink() {
  return <AppointmentPages page={useLoaderData<typeof loader>()} problem={useActionData<typeof action>()?.problem} />;
}
