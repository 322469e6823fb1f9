import qr from 'qrcode-terminal';

/** What the largest QR code holds: version 40 with the least error correction (ISO/IEC 18004). */
export const QR_MAX_BYTES = 2953;

/** A QR code of a text in ASCII, in half blocks, for a phone's camera; undefined: it is too long. */
export async function qrCode(text: string): Promise<string | undefined> {
  if (text.length > QR_MAX_BYTES) return undefined;
  return new Promise((resolve) => qr.generate(text, { small: true }, resolve));
}
