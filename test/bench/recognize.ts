import type { AppProfile } from '../../src/data/appProfile.types.ts';
import { APP_PROFILES } from '../../src/data/appProfiles.ts';
import { allProviders, indexProviders, type Provider, providerOf } from '../../src/data/providers.ts';
import { indexProfiles, matchProfiles } from '../../src/discover/profileMatch.ts';
import { parseConfig } from '../../src/parse/index.ts';
import { duel, type Result } from './measure.ts';

const REPEATS = 2000;

/** Files that known apps, unknown ones and no mailing app at all would have. */
const FILES = [
  parseConfig('dotenv', 'APP_KEY=x\nMAIL_MAILER=smtp\nMAIL_HOST=smtp.example.com\nMAIL_PORT=587\nMAIL_USERNAME=shop\n', '.env'),
  parseConfig('json', '{ "Smtp": { "Host": "smtp.example.com", "Port": 587, "Username": "shop" }, "Logging": { "Level": "Debug" } }', 'appsettings.json'),
  parseConfig('yaml', 'services:\n  app:\n    image: n8nio/n8n\n    environment:\n      N8N_SMTP_HOST: smtp.example.com\n      DB_HOST: db\n', 'compose.yml'),
];

const HOSTS = ['smtp.gmail.com', 'smtp.sendgrid.net', 'mail.example.com', 'email-smtp.eu-west-1.amazonaws.com'];

/** The profile of an app that has other keys. */
function twinOf(profile: AppProfile): AppProfile {
  const keys = Object.fromEntries(Object.entries(profile.keys).map(([role, names]) => [role, names.map((name) => `twin_${name}`)]));
  return { ...profile, id: `twin-${profile.id}`, keys };
}

/** A service under another domain. */
function twinOfProvider(provider: Provider): Provider {
  const hosts = provider.hosts.map((host) => ({ ...host, pattern: host.regex ? host.pattern.replace('^', '^twin-') : `twin-${host.pattern}` }));
  return { ...provider, id: `twin-${provider.id}`, hosts };
}

/** What it costs to know twice as many apps and services: the time to recognise one, in a running process. */
export async function recognition(runs: number): Promise<Result[]> {
  const one = indexProfiles(APP_PROFILES);
  const two = indexProfiles([...APP_PROFILES, ...APP_PROFILES.map(twinOf)]);
  const matchAll = (index: typeof one) => () => {
    for (let round = 0; round < REPEATS; round += 1) for (const file of FILES) matchProfiles(file, index);
  };
  const services = allProviders();
  const few = indexProviders(services);
  const many = indexProviders([...services, ...services.map(twinOfProvider)]);
  const nameAll = (index: typeof few) => () => {
    for (let round = 0; round < REPEATS; round += 1) for (const host of HOSTS) providerOf(host, index);
  };
  const [twiceApps, apps] = await duel(matchAll(two), matchAll(one), { runs, warmUp: 4 });
  const [twiceServices, named] = await duel(nameAll(many), nameAll(few), { runs, warmUp: 4 });
  const each = (time: number, count: number) => `${((time * 1000) / (REPEATS * count)).toFixed(2)} µs`;
  return [
    {
      what: `an app recognised among ${2 * APP_PROFILES.length} profiles, per file | among ${APP_PROFILES.length}`,
      ours: each(twiceApps, FILES.length),
      peer: each(apps, FILES.length),
      ratio: twiceApps / apps,
    },
    {
      what: `a host's service among ${2 * services.length} | among ${services.length}`,
      ours: each(twiceServices, HOSTS.length),
      peer: each(named, HOSTS.length),
      ratio: twiceServices / named,
    },
  ];
}
