// A token where the bot's registration is a user-assigned managed identity: the machine in Azure is asked, and there is no
// secret to keep, to leak or to renew. msal knows how each kind of machine answers (App Service, a virtual machine, Arc).
import { AuthError, ManagedIdentityApplication, ServerError } from "@azure/msal-node";

import type { TokenReply } from "./ask-token";
import { network } from "./network";

/** `appId` is the identity's client id. */
export async function askManagedIdentity(appId: string, scope: string): Promise<TokenReply> {
  const identity = new ManagedIdentityApplication({
    managedIdentityIdParams: { userAssignedClientId: appId },
    system: { networkClient: network, disableInternalRetries: true },
  });
  try {
    // We keep the token ourselves, and ask when a new one is wanted.
    const resource = scope.replace(/\/\.default$/, "");
    const { accessToken, expiresOn } = await identity.acquireToken({ resource, forceRefresh: true });
    return { kind: "TOKEN", token: accessToken, validMs: (expiresOn?.getTime() ?? Date.now()) - Date.now() };
  } catch (error) {
    if (error instanceof ServerError && error.status !== undefined && mayPass(error.status)) {
      return { kind: "UNAVAILABLE", code: `HTTP ${error.status}` };
    }
    // Codes such as `managed_identity_request_failed`; whatever the network throws is no AuthError.
    if (error instanceof AuthError && error.errorCode !== "network_error") {
      return { kind: "REFUSED", aadsts: undefined, answer: error.errorCode };
    }
    if (error instanceof Error) return { kind: "UNAVAILABLE", code: "NO_MANAGED_IDENTITY" };
    throw error;
  }
}

/** The machine is asked too often, or is being updated. Source: Microsoft, "How to use managed identities …", error handling. */
function mayPass(status: number): boolean {
  return status >= 500 || status === 429 || status === 404 || status === 410;
}
