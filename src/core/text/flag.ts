/** The flag of an option by its name in camel case: `--user-id` */
export const flagOf = (key: string) => `--${key.replace(/[A-Z]/g, '-$&').toLowerCase()}`;
