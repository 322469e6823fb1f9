import { Option } from 'commander';
import { PRODUCT_OPTIONS } from '../../core/agora/sdk-products.js';

/** `--product`, of explain and of inspect. */
export const productOption = (description: string) =>
  new Option('--product <name>', description).choices(Object.keys(PRODUCT_OPTIONS));
