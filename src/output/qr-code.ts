import qr from 'qrcode-terminal';

/** A QR code of the text, in half blocks, for a phone's camera. */
export function qrCode(text: string): Promise<string> {
  return new Promise((resolve) => qr.generate(text, { small: true }, resolve));
}
