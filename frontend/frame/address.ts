/** Where the frame's page lies for a job that allows outside hosts: the server makes its policy of them. */

export function frameAddress(origin: string, hosts: readonly string[] = []): string {
  return hosts.length ? `${origin}/?hosts=${hosts.join(",")}` : `${origin}/`;
}
