import { Client } from '@sendgrid/client';
import { MailService } from '@sendgrid/mail';
import Stripe from 'stripe';
import twilio from 'twilio';
import { credentials } from './bench.ts';

type Options = Parameters<InstanceType<typeof twilio.RequestClient>['request']>[0];

class Rerouted extends twilio.RequestClient {
  constructor(private readonly base: string) {
    super({ timeout: 10_000 });
  }
  override request<T>(options: Options) {
    const target = new URL(options.uri);
    const uri = `${this.base}/${target.hostname.split('.')[0]}${target.pathname}${target.search}`;
    return super.request<T>({ ...options, uri } as never);
  }
}

/** The real Twilio client, turned to the sandbox. */
export const twilioClient = (url: string, token = credentials.twilioToken) =>
  twilio(credentials.twilioSid, token, { httpClient: new Rerouted(`${url}/twilio`) });

/** The real Stripe client, turned to the sandbox. */
export function stripeClient(url: string, key = credentials.stripeKey): Stripe {
  const { hostname, port } = new URL(url);
  return new Stripe(key, { maxNetworkRetries: 0, telemetry: false, host: hostname, port, protocol: 'http' });
}

/** The real SendGrid client, turned to the sandbox. */
export function mailClient(url: string, key = credentials.sendgridKey): MailService {
  const client = new Client();
  client.setApiKey(key);
  client.setDefaultRequest('baseUrl', `${url}/sendgrid`);
  const mail = new MailService();
  mail.setClient(client);
  return mail;
}
