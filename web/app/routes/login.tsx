import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { Form, useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { Logo } from '../components/logo.tsx';
import { Button, SubmitButton } from '../components/ui/button.tsx';
import { Checkbox, TextField } from '../components/ui/form.tsx';
import { Alert } from '../components/ui/surface.tsx';
import { safeNext } from '../member.server.ts';

export const meta: MetaFunction = () => [{ title: 'Log in · Callvia' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  if (context.user) throw redirect(safeNext(new URL(request.url).searchParams.get('next')));
  return { hasDemo: (await context.demoAccount()) !== null };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const demo = form.get('with') === 'demo' ? await context.demoAccount() : null;
  const email = demo?.email ?? String(form.get('email') ?? '').slice(0, 255);
  const password = demo?.password ?? String(form.get('password') ?? '');
  const userAgent = request.headers.get('user-agent') ?? undefined;
  const answer = await context.auth.signIn(email, password, {
    ip: context.ip,
    userAgent,
    remember: demo !== null || form.get('remember') === 'on',
  });
  switch (answer.kind) {
    case 'ok':
      return redirect(safeNext(form.get('next')), { headers: { 'set-cookie': answer.setCookie } });
    case 'locked':
      return data({ email, problem: 'Too many attempts. Wait a few minutes, then try again.' }, { status: 429 });
    case 'invalid':
      return data({ email, problem: 'This e-mail and password do not belong together. Check both and try again.' }, { status: 401 });
    default:
      throw answer satisfies never;
  }
}

export default function Login() {
  const { hasDemo } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [params] = useSearchParams();
  const [isShown, setShown] = useState(false);
  const next = params.get('next') ?? '/';
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="grid w-full max-w-sm gap-6">
        <Logo className="justify-self-center" />
        <div className="grid gap-5 rounded-card border border-line bg-surface p-6 shadow-card sm:p-8">
          <div className="grid gap-1">
            <h1 className="text-xl font-semibold tracking-tight">Log in</h1>
            <p className="text-sm text-muted">
              {params.has('next') ? 'You return to your page afterwards.' : 'Campaigns, calls and shows of your clients.'}
            </p>
          </div>
          {answer ? <Alert tone="bad" title={answer.problem} icon={<CircleAlert aria-hidden />} /> : null}
          <Form method="post" className="grid gap-4">
            <input type="hidden" name="next" value={next} />
            <TextField label="E-mail" name="email" type="email" autoComplete="username" required defaultValue={answer?.email ?? ''} />
            <div className="grid gap-1.5">
              <TextField label="Password" name="password" type={isShown ? 'text' : 'password'} autoComplete="current-password" required />
              <Button look="ghost" size="small" className="justify-self-end" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
                {isShown ? 'Hide password' : 'Show password'}
              </Button>
            </div>
            <Checkbox name="remember" label="Keep me logged in" defaultChecked />
            <SubmitButton look="primary" name="with" value="password" pendingText="Logging in…">
              Log in
            </SubmitButton>
          </Form>
          {hasDemo ? (
            <Form method="post" className="grid gap-3 border-t border-line pt-5">
              <input type="hidden" name="next" value={next} />
              <SubmitButton name="with" value="demo" pendingText="Opening…">
                Use the demo account
              </SubmitButton>
              <p className="text-center text-sm text-muted">This server holds a demo with rehearsals only. It contacts nobody.</p>
            </Form>
          ) : null}
        </div>
      </div>
    </main>
  );
}
