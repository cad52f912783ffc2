import { expect, it } from 'vitest';
import { toBody, toDraft } from './draft.ts';
import { providerAnswer as answer } from './provider-answer.fixture.ts';

it('sends back what it was given, with a blank secret that leaves the stored one', () => {
  const { client_secret_configured: _, ...oidc } = answer.oidc;
  expect(toBody(toDraft(answer, 'https://show.example.org'))).toEqual({
    ...oidc,
    mode: 'hybrid',
    client_secret: '',
    confirm_oidc_only: false,
  });
});

it('offers the address of this page to come back to, where it has a certificate', () => {
  const fresh = { ...answer, oidc: { ...answer.oidc, issuer_url: '', redirect_uri: '', enabled: false } };
  expect(toDraft(fresh, 'https://nas.example.org').redirect_uri).toBe('https://nas.example.org/api/auth/oidc/callback');
  expect(toDraft(fresh, 'http://192.168.1.5:8000')).toMatchObject({ redirect_uri: '', enabled: true });
});

it('sends nothing of a provider with the mode local', () => {
  expect(toBody({ ...toDraft(answer, ''), mode: 'local' })).toEqual({ mode: 'local' });
});
