import type { Command } from 'commander';

/** The option of every command that uses a certificate, read into `appCertificateFile`. */
export function certificateFileOption(command: Command): Command {
  return command.option(
    '--app-certificate-file <path|->',
    'read the App Certificate from a file, or - for standard input',
  );
}
