import { toJsonSchema } from '@valibot/to-json-schema';
import { ConfigSchema, ProfileSchema } from './schema.js';

/** The JSON Schema of a config, for editors; `npm run schema` writes it to `schema/config.schema.json`. */
export function configJsonSchema(): object {
  return {
    title: 'Configuration of agora-token',
    ...toJsonSchema(ConfigSchema, {
      typeMode: 'input',
      // Checks that JSON Schema cannot say, such as that a duration can be read.
      errorMode: 'ignore',
      definitions: { Profile: ProfileSchema },
      overrideSchema: ({ valibotSchema, jsonSchema }) =>
        valibotSchema.type === 'object_with_rest'
          ? { ...jsonSchema, additionalProperties: false }
          : undefined,
    }),
  };
}
