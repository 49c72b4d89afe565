/** A person's role in one client, lowest first. `staff` is the platform's own people, over all clients they belong to. */
export const ROLES = ['viewer', 'member', 'admin', 'owner', 'staff'] as const;
export type Role = (typeof ROLES)[number];

/** The lowest role each deed needs. The api checks it, the app hides or disables by it. */
export const PERMISSIONS = {
  'campaigns.read': 'viewer',
  'campaigns.write': 'member',
  'campaigns.delete': 'admin',
  'leads.read': 'viewer',
  'leads.write': 'member',
  'leads.delete': 'admin',
  'comments.manage': 'admin',
  'views.share': 'member',
  'views.manage': 'admin',
  'imports.read': 'viewer',
  'imports.write': 'member',
  'dnc.add': 'member',
  'dnc.remove': 'admin',
  'appointments.read': 'viewer',
  'appointments.write': 'member',
  'shows.confirm': 'member',
  'shows.decide': 'staff',
  'messages.read': 'viewer',
  'calls.read': 'viewer',
  'milestones.read': 'viewer',
  'usage.read': 'viewer',
  'invoices.read': 'admin',
  'billing.read': 'admin',
  'integrations.manage': 'admin',
  'billing.manage': 'admin',
  'rehearsals.drive': 'staff',
  'events.replay': 'staff',
} as const satisfies Record<string, Role>;
export type Permission = keyof typeof PERMISSIONS;

/** Whether a role is enough for a deed. */
export const may = (role: Role, permission: Permission): boolean => ROLES.indexOf(role) >= ROLES.indexOf(PERMISSIONS[permission]);
