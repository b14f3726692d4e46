import type { AppProfile, KeyRole, TlsRule, TlsRules } from '../appProfile.types.ts';
import { SMTP_DEFAULTS } from './patterns.ts';

/** The keys of JavaMail (Angus Mail) behind a prefix, in both of its families: `mail.smtp.` and `mail.smtps.`. */
const both = (prefix: string, key: string) => [`${prefix}mail.smtp.${key}`, `${prefix}mail.smtps.${key}`];

/**
 * JavaMail's own TLS properties: `ssl.enable` is TLS at once, `starttls.enable` upgrades if the server offers it, and
 * only `starttls.required` insists (angus-mail smtp package-info.java). With none of them it sends in clear text.
 */
function javaMailTls(prefix: string, first: readonly TlsRule[] = []): TlsRules {
  return {
    rules: [
      { keys: both(prefix, 'ssl.enable'), on: 'implicit-tls' },
      ...first,
      {
        // The way from before ssl.enable, still in many guides: a factory that makes TLS sockets.
        keys: both(prefix, 'socketFactory.class'),
        values: { 'javax.net.ssl.sslsocketfactory': 'implicit-tls' },
        isOpen: true,
      },
      { keys: both(prefix, 'starttls.required'), on: 'starttls-required' },
      { keys: both(prefix, 'starttls.enable'), on: 'starttls-opportunistic', off: 'none' },
    ],
    silent: { mode: 'none' },
  };
}

/** The properties below a prefix that any program with JavaMail has; without its timeouts it waits for ever. */
function javaMail(prefix: string): Pick<AppProfile, 'keys' | 'tls' | 'verify' | 'timeout' | 'defaultPort'> {
  const keys: Partial<Record<KeyRole, readonly string[]>> = {
    host: both(prefix, 'host'),
    port: both(prefix, 'port'),
    user: both(prefix, 'user'),
    from: [...both(prefix, 'from'), `${prefix}mail.from`],
    helo: both(prefix, 'localhost'),
  };
  return {
    keys,
    tls: javaMailTls(prefix, [{ keys: [`${prefix}mail.transport.protocol`], values: { smtps: 'implicit-tls' }, neutral: ['smtp', 'aws'] }]),
    verify: { keys: both(prefix, 'ssl.trust'), off: ['*'] },
    timeout: { keys: [...both(prefix, 'connectiontimeout'), ...both(prefix, 'timeout'), ...both(prefix, 'writetimeout')], default: 'none' },
    defaultPort: SMTP_DEFAULTS,
  };
}

const ANGUS = 'eclipse-ee4j/angus-mail smtp package-info.java and SMTPTransport.java';
const MICRONAUT = javaMail('javamail.properties.');
const TOMCAT = javaMail('Resource.');
const PLAIN = javaMail('');

/** Programs on the Java machine whose keys are JavaMail's, wherever these stand. */
export const JAVA_PROFILES: readonly AppProfile[] = [
  {
    id: 'micronaut',
    title: 'Micronaut',
    confidence: 'exact',
    ...MICRONAUT,
    keys: {
      ...MICRONAUT.keys,
      user: ['javamail.authentication.username'],
      password: ['javamail.authentication.password'],
      from: ['micronaut.email.from.email'],
    },
    enabled: { keys: ['javamail.enabled'], off: ['false'] },
    sources: ['micronaut-projects/micronaut-email JavaMailConfigurationProperties.java', ANGUS],
  },
  {
    id: 'tomcat',
    title: 'Tomcat mail session',
    confidence: 'exact',
    kinds: ['xml'],
    ...TOMCAT,
    keys: { ...TOMCAT.keys, password: ['Resource.password', ...both('Resource.', 'password')] },
    sources: ['tomcat.apache.org/tomcat-10.1-doc/jndi-resources-howto.html#JavaMail_Sessions', ANGUS],
  },
  {
    id: 'wildfly',
    title: 'WildFly',
    confidence: 'dialect',
    kinds: ['xml'],
    keys: {
      host: ['server.socket-binding-group.mail-smtp.outbound-socket-binding.remote-destination.host'],
      port: ['server.socket-binding-group.mail-smtp.outbound-socket-binding.remote-destination.port'],
      user: ['server.profile.?.subsystem.mail-session.smtp-server.username', 'server.profile.?.subsystem.default.mail-session.smtp-server.username'],
      password: ['server.profile.?.subsystem.mail-session.smtp-server.password', 'server.profile.?.subsystem.default.mail-session.smtp-server.password'],
      from: ['server.profile.?.subsystem.mail-session.from', 'server.profile.?.subsystem.default.mail-session.from'],
    },
    tls: {
      rules: [
        {
          keys: ['server.profile.?.subsystem.mail-session.smtp-server.ssl', 'server.profile.?.subsystem.default.mail-session.smtp-server.ssl'],
          on: 'implicit-tls',
        },
        {
          keys: ['server.profile.?.subsystem.mail-session.smtp-server.tls', 'server.profile.?.subsystem.default.mail-session.smtp-server.tls'],
          on: 'starttls-opportunistic',
        },
      ],
      silent: { mode: 'none' },
    },
    defaultPort: 25,
    sources: ['docs.wildfly.org Admin Guide, Mail Subsystem', 'wildfly/wildfly mail/src/main/java SessionProviderFactory.java'],
  },
  {
    id: 'grails',
    title: 'Grails mail plugin',
    confidence: 'dialect',
    keys: {
      host: ['grails.mail.host'],
      port: ['grails.mail.port'],
      user: ['grails.mail.username'],
      password: ['grails.mail.password'],
      from: ['grails.mail.default.from'],
    },
    tls: javaMailTls('grails.mail.props.', [{ keys: ['grails.mail.protocol'], values: { smtps: 'implicit-tls' }, neutral: ['smtp'] }]),
    enabled: { keys: ['grails.mail.disabled'], off: ['true'] },
    verify: { keys: both('grails.mail.props.', 'ssl.trust'), off: ['*'] },
    timeout: {
      keys: [...both('grails.mail.props.', 'connectiontimeout'), ...both('grails.mail.props.', 'timeout'), ...both('grails.mail.props.', 'writetimeout')],
      default: 'none',
    },
    defaultPort: SMTP_DEFAULTS,
    sources: ['gpc/grails-mail MailGrailsPlugin.groovy', ANGUS],
  },
  {
    id: 'javamail',
    title: 'JavaMail',
    confidence: 'dialect',
    ...PLAIN,
    keys: {
      ...PLAIN.keys,
      user: [...both('', 'user'), ...both('', 'username'), 'mail.user', 'mail.username'],
      password: [...both('', 'password'), 'mail.password'],
    },
    sources: [ANGUS],
  },
  {
    id: 'logback',
    title: 'Logback',
    confidence: 'exact',
    kinds: ['xml'],
    detect: { any: ['appender.class', 'appender.smtpPort', 'appender.STARTTLS', 'appender.SSL'], none: ['appender.type'] },
    keys: {
      host: ['appender.smtpHost'],
      port: ['appender.smtpPort'],
      user: ['appender.username'],
      password: ['appender.password'],
      from: ['appender.from'],
      helo: ['appender.localhost'],
    },
    tls: {
      rules: [
        { keys: ['appender.SSL'], on: 'implicit-tls' },
        { keys: ['appender.STARTTLS'], on: 'starttls-required' },
      ],
      silent: { mode: 'none' },
    },
    defaultPort: 25,
    sources: ['qos-ch/logback SMTPAppenderBase.java', 'logback.qos.ch/manual/appenders.html#SMTPAppender'],
  },
  {
    id: 'log4j',
    title: 'Log4j',
    confidence: 'exact',
    kinds: ['xml', 'properties', 'yaml', 'json'],
    keys: {
      host: ['Appenders.SMTP.smtpHost', 'appender.*.smtpHost'],
      port: ['Appenders.SMTP.smtpPort', 'appender.*.smtpPort'],
      user: ['Appenders.SMTP.smtpUsername', 'appender.*.smtpUsername'],
      password: ['Appenders.SMTP.smtpPassword', 'appender.*.smtpPassword'],
      from: ['Appenders.SMTP.from', 'appender.*.from'],
    },
    tls: {
      rules: [
        {
          keys: ['Appenders.SMTP.smtpProtocol', 'appender.*.smtpProtocol'],
          values: { smtps: 'implicit-tls', smtp: { mode: 'unspecified', effective: 'none' } },
        },
      ],
      silent: { mode: 'none' },
    },
    defaultPort: SMTP_DEFAULTS,
    sources: ['logging.apache.org/log4j/2.x/manual/appenders/network.html#SmtpAppender', 'apache/logging-log4j2 SmtpManager.java'],
  },
  {
    id: 'sonarqube',
    title: 'SonarQube',
    confidence: 'dialect',
    keys: {
      host: ['email.smtp_host.secured'],
      port: ['email.smtp_port.secured'],
      user: ['email.smtp_username.secured'],
      password: ['email.smtp_password.secured'],
      from: ['email.from'],
    },
    tls: {
      rules: [
        {
          keys: ['email.smtp_secure_connection.secured'],
          values: { ssl: 'implicit-tls', ssltls: 'implicit-tls', starttls: 'starttls-required', none: 'none' },
        },
      ],
      silent: { mode: 'none' },
    },
    defaultPort: 25,
    sources: ['SonarSource/sonarqube EmailSmtpConfiguration.java'],
  },
  {
    id: 'sonarqube-bitnami',
    title: 'SonarQube (Bitnami image)',
    confidence: 'dialect',
    keys: {
      host: ['SONARQUBE_SMTP_HOST'],
      port: ['SONARQUBE_SMTP_PORT_NUMBER'],
      user: ['SONARQUBE_SMTP_USER'],
      password: ['SONARQUBE_SMTP_PASSWORD'],
      from: ['SONARQUBE_EMAIL'],
    },
    tls: {
      rules: [
        {
          keys: ['SONARQUBE_SMTP_PROTOCOL'],
          values: {
            tls: 'starttls-required',
            ssl: {
              mode: 'implicit-tls',
              effective: 'starttls-required',
              says: 'the Bitnami image of SonarQube turns SONARQUBE_SMTP_PROTOCOL=ssl into STARTTLS',
            },
          },
        },
      ],
      silent: { mode: 'none' },
    },
    sources: ['bitnami/containers sonarqube rootfs/opt/bitnami/scripts/libsonarqube.sh'],
  },
  {
    id: 'james',
    title: 'Apache James',
    confidence: 'exact',
    kinds: ['xml'],
    keys: {
      host: ['mailet.gateway'],
      port: ['mailet.gatewayPort'],
      user: ['mailet.gatewayUsername'],
      password: ['mailet.gatewayPassword'],
      helo: ['mailet.heloName'],
    },
    tls: {
      rules: [
        {
          keys: ['mailet.sslEnable'],
          on: {
            mode: 'implicit-tls',
            effective: 'implicit-tls',
            says: 'sslEnable tries TLS from the first byte, and James goes on in clear text on port 25 where that fails',
          },
        },
        { keys: ['mailet.mail.smtp.starttls.required'], on: 'starttls-required' },
        { keys: ['mailet.startTLS'], on: 'starttls-opportunistic', off: 'none' },
      ],
      silent: { mode: 'none' },
    },
    verify: { keys: ['mailet.sslTrustAllCerts'], off: ['true'] },
    defaultPort: SMTP_DEFAULTS,
    sources: ['apache/james-project docs RemoteDelivery.adoc'],
  },
];
