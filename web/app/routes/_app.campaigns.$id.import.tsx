import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { Form, useLoaderData, useNavigation } from '@remix-run/react';
import { CircleAlert, Download, Upload } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import { findCampaign } from '#stores/campaigns.ts';
import { Steps } from '../components/campaign/steps.tsx';
import { MappingTable } from '../components/import/mapping.tsx';
import { type Preview, previewOf } from '../components/import/preview.ts';
import { useKeptAnswer } from '../components/kept-answer.ts';
import { Button } from '../components/ui/button.tsx';
import { cn } from '../components/ui/classes.ts';
import { Alert, Card, CardHeader } from '../components/ui/surface.tsx';
import { enter, idOf } from '../member.server.ts';
import { readMapping, readUpload, refusalWords } from '../uploads.server.ts';

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId } = await enter(args, 'imports.write');
  const id = idOf(args.params['id']);
  const campaign = await read((tx) => findCampaign(tx, clientId, id));
  return { id, isDraft: campaign?.status === 'draft', defaultCountry: campaign?.defaultCountry ?? 'US' };
}

export async function action(args: ActionFunctionArgs) {
  const { clientId, user } = await enter(args, 'imports.write');
  const campaignId = idOf(args.params['id']);
  const { imports } = args.context;
  const form = await readUpload(args.request, imports);
  if (form.kind === 'refused') return data({ problem: form.text }, { status: 422 });
  const dryRun = form.fields.get('do') === 'check';
  const answer = await imports.request(form.upload, {
    clientId,
    campaignId,
    fileName: form.fileName,
    createdById: user.id,
    dryRun,
    mayFollow: dryRun,
    mapping: readMapping(form.fields.get('mapping')),
  });
  if (answer.kind !== 'accepted') return data({ problem: refusalWords(answer) }, { status: 422 });
  return redirect(`/campaigns/${campaignId}/imports/${answer.importId}`);
}

export default function Import() {
  const { id, isDraft, defaultCountry } = useLoaderData<typeof loader>();
  const problem = useKeptAnswer<typeof action>()?.problem;
  const { formMethod, formData } = useNavigation();
  const [preview, setPreview] = useState<Preview | null>(null);
  const [unreadable, setUnreadable] = useState(false);
  const [isOver, setIsOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const chosen = useRef<File | null>(null);
  const sending = formMethod === 'POST' ? formData?.get('do') : null;

  const onFile = async (file: File | null) => {
    chosen.current = file;
    setPreview(null);
    setUnreadable(false);
    if (!file) return;
    try {
      const read = await previewOf(file);
      if (chosen.current === file) setPreview(read);
    } catch (error) {
      setUnreadable(error instanceof Error);
    }
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    if (!input.current || event.dataTransfer.files.length === 0) return;
    input.current.files = event.dataTransfer.files;
    void onFile(event.dataTransfer.files[0] ?? null);
  };

  return (
    <div className="grid grid-cols-1 gap-5">
      {isDraft ? <Steps current={2} links={[`/campaigns/${id}/settings`, null, `/campaigns/${id}/review`]} /> : null}
      <Card>
        <CardHeader
          title="Import leads"
          text="A CSV file with one lead a row. Only the phone number is required; up to 250,000 rows and 50 MB."
        >
          <a
            href="/lead-template.csv"
            download
            className="inline-flex min-h-8 items-center gap-1.5 rounded-sm text-sm font-medium text-primary-ink hover:underline max-sm:min-h-11"
          >
            <Download aria-hidden className="size-4" /> Template to fill in
          </a>
        </CardHeader>
        <Form method="post" encType="multipart/form-data" className="grid grid-cols-1 gap-5 px-5 pb-5">
          {problem ? (
            <Alert tone="bad" title={problem} icon={<CircleAlert aria-hidden />}>
              Nothing was imported.
            </Alert>
          ) : null}
          <label
            onDragOver={(event) => {
              event.preventDefault();
              setIsOver(true);
            }}
            onDragLeave={() => setIsOver(false)}
            onDrop={onDrop}
            className={cn(
              'grid justify-items-center gap-2 rounded-card border-2 border-dashed px-4 py-8 text-center text-sm has-focus-visible:outline-2 has-focus-visible:outline-primary',
              isOver ? 'border-primary bg-primary-soft' : 'border-line-strong bg-sunken',
            )}
          >
            <Upload aria-hidden className="size-6 text-muted" />
            <span className="font-medium">Drop a CSV file here, or choose it</span>
            <input
              ref={input}
              type="file"
              name="file"
              accept=".csv,.tsv,.txt,text/csv"
              required
              onChange={(event) => void onFile(event.target.files?.[0] ?? null)}
              className="max-w-full text-sm file:mr-3 file:h-9 file:rounded-control file:border file:border-line file:bg-raised file:px-4 file:font-medium file:text-ink"
            />
            <span className="text-muted">
              Columns like first_name, last_name, phone, email, company, timezone are recognised by their names.
            </span>
          </label>
          {preview ? <MappingTable key={preview.headers.join()} preview={preview} defaultCountry={defaultCountry} /> : null}
          {unreadable ? (
            <p className="text-sm text-muted">This file could not be previewed here; the server looks at it when you check it.</p>
          ) : null}
          <div className="flex flex-wrap justify-end gap-2 border-t border-line pt-5">
            <Button type="submit" name="do" value="check" look="primary" pending={sending === 'check'} pendingText="Checking…">
              Check without importing
            </Button>
            <Button type="submit" name="do" value="import" pending={sending === 'import'} pendingText="Uploading…">
              Import
            </Button>
          </div>
        </Form>
      </Card>
    </div>
  );
}
