/** Roles that a token holds as a number, by the words that Agora has for them. */

/**
 * Of whiteboard tokens; the index is the number on the wire, and the smaller it is, the more the
 * holder may do. Source: netless-io/netless-token.
 */
export const WHITEBOARD_ROLES = ['admin', 'writer', 'reader'] as const;
export type WhiteboardRole = (typeof WHITEBOARD_ROLES)[number];

/** Whether a role is one of the whiteboard's. */
export function isWhiteboardRole(role: unknown): role is WhiteboardRole {
  return (WHITEBOARD_ROLES as readonly unknown[]).includes(role);
}

/** Of APaaS services, as far as Agora's documents name them (Flexible Classroom; Education). */
export const APAAS_ROLES = { teacher: 1, student: 2, assistant: 3 } as const;

const apaasNames = new Map<number, string>(
  Object.entries(APAAS_ROLES).map(([name, role]) => [role, name]),
);

/** `2 (student)`; the number alone where it has no name. */
export function apaasRoleText(role: number): string {
  const name = apaasNames.get(role);
  return name ? `${role} (${name})` : String(role);
}
