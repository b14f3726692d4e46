/**
 * Which ports hosting platforms block for connections that leave them, for a test that runs there. `src/data/platforms.ts`
 * has what files of a project show; this has what the machine itself shows, and what may be done about it. Checked
 * 2026-11-20. Policies change without notice, so a row explains a timeout and never predicts one.
 */
export interface PortPolicy {
  readonly id: string;
  readonly name: string;
  readonly blocked: readonly number[];
  /** For whom, where not for all. */
  readonly forWhom?: string;
  /** How the block is lifted; absent where it is not. */
  readonly exception?: string;
  /** What works instead. */
  readonly instead: string;
  /** Environment variables that machines of the platform set, any of which shows it; with a value after `=` only that. */
  readonly variables?: readonly string[];
  /** A variable that says otherwise all the same. */
  readonly unless?: string;
  /** Nearest source, for us. */
  readonly source: string;
  /** No page of the platform was seen to say so. */
  readonly isUnsure?: true;
}

/** Sorted by id. */
export const PORT_POLICIES: readonly PortPolicy[] = [
  {
    id: 'alibaba-ecs',
    name: 'Alibaba Cloud ECS',
    blocked: [25],
    exception: 'apply for unblocking in the console',
    instead: 'port 465, or port 80 of DirectMail',
    source: 'Alibaba Cloud, Direct Mail SMTP guide',
  },
  {
    id: 'aws-ec2',
    name: 'Amazon EC2',
    blocked: [25],
    exception: 'ask AWS to remove the email sending limitations, per account and region',
    instead: 'port 587 or 465; Amazon SES also has 2587 and 2465',
    source: 'AWS knowledge centre, ec2-port-25-throttle',
  },
  {
    id: 'aws-lambda',
    name: 'AWS Lambda',
    blocked: [25],
    exception: 'put the function into a VPC whose account has the restriction removed',
    instead: 'port 587 or 465',
    variables: ['AWS_LAMBDA_FUNCTION_NAME'],
    source: 'AWS knowledge centre, ec2-port-25-throttle',
  },
  {
    id: 'azure',
    name: 'Azure',
    blocked: [25],
    forWhom: 'all subscriptions but Enterprise Agreement and MCA-E',
    exception: 'move to an Enterprise Agreement',
    instead: 'port 587 of a relay',
    variables: ['WEBSITE_INSTANCE_ID'],
    source: 'learn.microsoft.com, troubleshoot-outbound-smtp-connectivity',
  },
  {
    id: 'codespaces',
    name: 'GitHub Codespaces',
    blocked: [25],
    instead: 'port 587 or 465',
    variables: ['CODESPACES=true'],
    source: 'none found: it runs on Azure',
    isUnsure: true,
  },
  {
    id: 'digitalocean',
    name: 'DigitalOcean',
    blocked: [25, 465, 587],
    forWhom: 'many accounts',
    exception: 'open a support ticket',
    instead: 'port 2525, or the HTTPS API of the provider',
    source: 'docs.digitalocean.com, why-is-smtp-blocked (25); field reports 2020 to 2026 (465, 587)',
  },
  {
    id: 'fly',
    name: 'Fly.io',
    blocked: [25],
    forWhom: 'new organisations',
    exception: 'ask support',
    instead: 'port 587 or 2525',
    variables: ['FLY_APP_NAME'],
    source: 'none found: reports only',
    isUnsure: true,
  },
  {
    id: 'github-actions',
    name: 'GitHub Actions',
    blocked: [25],
    exception: 'use a self-hosted runner',
    instead: 'port 587 or 465',
    variables: ['GITHUB_ACTIONS=true'],
    unless: 'RUNNER_ENVIRONMENT=self-hosted',
    source: 'none found: hosted runners run on Azure',
    isUnsure: true,
  },
  {
    id: 'gitlab-runner',
    name: 'GitLab.com runners',
    blocked: [25],
    exception: 'use a self-hosted runner',
    instead: 'port 587 or 465',
    source: 'none found: they run on Google Cloud',
    isUnsure: true,
  },
  {
    id: 'google-cloud',
    name: 'Google Cloud',
    blocked: [25],
    instead: 'port 587 or 465 of a relay, or 2525 where it has that',
    variables: ['K_SERVICE', 'GAE_APPLICATION'],
    source: 'cli.nylas.com, smtp-ports-blocked; gitlab charts merge request 647',
  },
  {
    id: 'heroku',
    name: 'Heroku',
    blocked: [25],
    instead: 'port 587 of a relay',
    variables: ['DYNO'],
    source: 'Heroku changelog 2198',
  },
  {
    id: 'hetzner-cloud',
    name: 'Hetzner Cloud',
    blocked: [25, 465],
    exception: 'ask for a higher limit after the first paid invoice',
    instead: 'port 587',
    source: 'Hetzner console, text on the limit increase, 2025-11-25',
  },
  {
    id: 'linode',
    name: 'Linode',
    blocked: [25, 465, 587],
    forWhom: 'accounts made after 2019-11-05',
    exception: 'open a support ticket',
    instead: 'port 2525 until the block is lifted',
    source: 'Linode API documentation',
  },
  {
    id: 'netlify',
    name: 'Netlify Functions',
    blocked: [25],
    instead: 'port 587 or 465',
    source: 'none found: they run on AWS Lambda',
    isUnsure: true,
  },
  {
    id: 'railway',
    name: 'Railway',
    blocked: [25, 465, 587, 2525],
    forWhom: 'all plans below Pro',
    exception: 'upgrade to Pro, then deploy again',
    instead: 'the HTTPS API of the provider',
    variables: ['RAILWAY_ENVIRONMENT', 'RAILWAY_ENVIRONMENT_NAME'],
    source: 'railwayapp/docs, outbound-networking.md',
  },
  {
    id: 'render',
    name: 'Render',
    blocked: [25, 465, 587],
    forWhom: 'free services (25 for all)',
    exception: 'use a paid instance, which lifts the block of 465 and 587',
    instead: 'port 2525, or the HTTPS API of the provider',
    variables: ['RENDER=true'],
    source: 'Render support of 2025-09-26; yasslab/sample_apps pull request 102',
  },
  {
    id: 'scaleway',
    name: 'Scaleway',
    blocked: [25, 465, 587],
    exception: 'verify the identity of the account, then allow SMTP in the security group',
    instead: 'port 2587 or 2465 of Scaleway TEM',
    source: 'public deployment scripts that use TEM on 2587',
    isUnsure: true,
  },
  {
    id: 'vercel',
    name: 'Vercel Functions',
    blocked: [25],
    instead: 'port 587 or 465',
    variables: ['VERCEL=1'],
    source: 'taourl.com on Vercel',
    isUnsure: true,
  },
  {
    id: 'vultr',
    name: 'Vultr',
    blocked: [25],
    exception: 'open a support ticket',
    instead: 'port 587 or 465 of a relay',
    source: 'emailwiz issue 172',
    isUnsure: true,
  },
  {
    id: 'zerops',
    name: 'Zerops',
    blocked: [25, 465],
    instead: 'port 587 with STARTTLS',
    source: 'docs.zerops.io, SMTP',
  },
];

const byId = new Map(PORT_POLICIES.map((row) => [row.id, row]));

/** The policy of a platform by its id; undefined when none of ours. */
export function portPolicy(id: string): PortPolicy | undefined {
  return byId.get(id);
}

/** The id of the platform that the variables of a machine's environment show; undefined when they show none of ours. */
export function platformOf(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const isSet = (text: string) => {
    const [name = '', value] = text.split('=');
    const set = environment[name];
    return value === undefined ? set !== undefined && set !== '' : set === value;
  };
  // Functions of Vercel run on Lambda and show its variables besides their own.
  const shown = PORT_POLICIES.filter(({ variables = [], unless }) => variables.some(isSet) && !(unless && isSet(unless)));
  return (shown.find(({ id }) => id !== 'aws-lambda') ?? shown[0])?.id;
}
