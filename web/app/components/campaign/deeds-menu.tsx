import { Link } from '@remix-run/react';
import { Ellipsis } from 'lucide-react';
import type { DeedOffer } from '#domain/campaign-deeds.ts';
import { DEED_WORDS } from '../../words/campaign-deeds.ts';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';

/** The deeds on one campaign behind a button; what is not possible stays readable with its reason. */
export function DeedsMenu({
  offers,
  ask,
  name,
  className,
}: {
  offers: readonly DeedOffer[];
  ask: (deed: string) => string;
  name: string;
  className?: string;
}) {
  if (offers.length === 0) return null;
  return (
    <Menu
      trigger={
        <Button size="icon" look={className ? 'ghost' : 'secondary'} aria-label={`More for ${name}`} className={className}>
          <Ellipsis aria-hidden />
        </Button>
      }
    >
      {({ MenuItem }) =>
        offers.map(({ deed, refusal }) =>
          refusal ? (
            <MenuItem key={deed} aria-disabled onSelect={(event) => event.preventDefault()} className="cursor-default py-1.5">
              <span className="grid text-muted">
                <span>{DEED_WORDS[deed].replace('…', '')}</span>
                <span className="text-xs">{refusal}</span>
              </span>
            </MenuItem>
          ) : (
            <MenuItem key={deed} asChild>
              <Link to={ask(deed)} preventScrollReset>
                {DEED_WORDS[deed]}
              </Link>
            </MenuItem>
          ),
        )
      }
    </Menu>
  );
}
