import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { AppointmentPages } from '../components/public/appointment-pages.tsx';
import { arrangeAppointment, showAppointment } from '../lead-appointment.server.ts';

export const meta: MetaFunction = () => [{ title: 'Your appointment' }, { name: 'robots', content: 'noindex' }];

/** Where a lead moves or cancels its appointment; one that is over leads to new times. */
export const loader = (args: LoaderFunctionArgs) => showAppointment('reschedule', args);
export const action = (args: ActionFunctionArgs) => arrangeAppointment('reschedule', args);

export default function MoveLink() {
  return <AppointmentPages page={useLoaderData<typeof loader>()} problem={useActionData<typeof action>()?.problem} />;
}
