import type { Page } from '@playwright/test';
import * as oidc from 'openid-client';
import { adele, type Contoso, expect, test } from './contoso';

async function discover(contoso: Contoso, authentication?: (secret: string) => oidc.ClientAuth) {
  const { clientId, clientSecret, tenantId } = await contoso.registered('vestibule');
  const issuer = new URL(`${contoso.origin}/${tenantId}/v2.0`);
  return oidc.discovery(issuer, clientId, clientSecret, authentication?.(clientSecret));
}

async function signIn(page: Page, contoso: Contoso, config: oidc.Configuration) {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const [expectedState, expectedNonce] = [oidc.randomState(), oidc.randomNonce()];
  const address = oidc.buildAuthorizationUrl(config, {
    redirect_uri: contoso.redirect,
    scope: 'openid profile email offline_access User.Read',
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    nonce: expectedNonce,
  });
  const back = await contoso.answerTo(page, address.href, adele);
  return oidc.authorizationCodeGrant(config, back, { pkceCodeVerifier, expectedState, expectedNonce });
}

test('openid-client: discovery, code flow, user info and refresh', async ({ page, contoso }) => {
  const config = await discover(contoso);
  const metadata = config.serverMetadata();
  expect(metadata.token_endpoint_auth_methods_supported).toContain('private_key_jwt');
  expect(metadata.code_challenge_methods_supported).toBeUndefined();

  const tokens = await signIn(page, contoso, config);
  const subject = tokens.claims()!.sub;
  const info = await oidc.fetchUserInfo(config, tokens.access_token, subject);
  expect(info).toMatchObject({ sub: subject, name: 'Adele Vance', email: adele });
  const renewed = await oidc.refreshTokenGrant(config, tokens.refresh_token!);
  expect(renewed.refresh_token).not.toBe(tokens.refresh_token);
  expect(renewed.claims()!.sub).toBe(subject);
});

test('openid-client: the secret as HTTP Basic', async ({ page, contoso }) => {
  const tokens = await signIn(page, contoso, await discover(contoso, oidc.ClientSecretBasic));
  expect(tokens.claims()!.preferred_username).toBe(adele);
});

test('openid-client: sign-out tells the application, and comes back', async ({ page, contoso }) => {
  const config = await discover(contoso);
  await signIn(page, contoso, config);
  const asked = (path: string) => page.waitForRequest((request) => request.url().startsWith(`${contoso.application}${path}`));
  const [told, back] = [asked('/sign-out/remote'), asked('/signed-out')];
  const wish = { post_logout_redirect_uri: `${contoso.application}/signed-out`, state: 'out' };
  // Not until it is loaded: it goes on by itself.
  await page.goto(oidc.buildEndSessionUrl(config, wish).href, { waitUntil: 'commit' });
  const call = new URL((await told).url());
  expect(call.searchParams.get('iss')).toBe(config.serverMetadata().issuer);
  expect(call.searchParams.get('sid')).toMatch(/^[0-9a-f-]{36}$/);
  expect(new URL((await back).url()).searchParams.get('state')).toBe('out');
});

test('openid-client: a refusal has its AADSTS number and the ids to trace it by', async ({ contoso }) => {
  const config = await discover(contoso);
  const refused = await oidc.refreshTokenGrant(config, '1.nonsense').catch((error) => error);
  expect(refused).toBeInstanceOf(oidc.ResponseBodyError);
  expect(refused).toMatchObject({ status: 400, error: 'invalid_grant' });
  expect(refused.cause).toMatchObject({ error_codes: [70000] });
  expect(refused.cause.correlation_id).toMatch(/^[0-9a-f-]{36}$/);
});
