// A browser for tests of signing in: it keeps cookies, follows redirects at the sign-in service, and asks Herald's own routes
// as Next would call them.
import { GET as callback } from "@/app/api/sign-in/entra/callback/route";
import { POST as begin } from "@/app/api/sign-in/entra/route";

type Jar = Map<string, string>;

export class SignInBrowser {
  readonly herald: Jar = new Map();
  private readonly entra: Jar = new Map();

  constructor(private readonly appUrl: string) {}

  /** Presses the button of the sign-in page; the address to go to. */
  async begin(body: object = {}): Promise<string> {
    const response = await begin(this.request("POST", "/api/sign-in/entra", JSON.stringify(body)));
    keep(this.herald, response);
    return ((await response.json()) as { url: string }).url;
  }

  /** Chooses a person at the sign-in service; the address it sends the browser back to. */
  async choose(address: string, as: string): Promise<URL> {
    let url = new URL(address);
    for (let hops = 0; hops < 10; hops += 1) {
      if (url.origin === this.appUrl) return url;
      if (url.pathname.includes("/choose/")) url.searchParams.set("as", as);
      const response = await fetch(url, { redirect: "manual", headers: { cookie: text(this.entra) } });
      keep(this.entra, response);
      const location = response.headers.get("location");
      if (location === null) throw new Error(`The sign-in service answered ${response.status}: ${await response.text()}`);
      url = new URL(location, url);
    }
    throw new Error("The sign-in service redirects for ever.");
  }

  /** Comes back to Herald; where it sends the browser, without its own address. */
  async comeBack(url: URL): Promise<string> {
    const headers = { cookie: text(this.herald), "user-agent": "A browser for tests" };
    const response = await callback(new Request(url, { headers }));
    keep(this.herald, response);
    return (response.headers.get("location") ?? `${response.status}`).replace(this.appUrl, "");
  }

  async signIn(as: string, body: object = {}): Promise<string> {
    return this.comeBack(await this.choose(await this.begin(body), as));
  }

  /** A request of Herald's own page. */
  request(method: string, path: string, body?: string): Request {
    const headers = {
      cookie: text(this.herald),
      host: new URL(this.appUrl).host,
      "sec-fetch-site": "same-origin",
      "content-type": "application/json",
      "user-agent": "A browser for tests",
    };
    return new Request(`${this.appUrl}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  }
}

function keep(jar: Jar, response: Response): void {
  for (const header of response.headers.getSetCookie()) {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
    if (value === "" || /max-age=0/i.test(header)) jar.delete(name);
    else jar.set(name, value);
  }
}

function text(jar: Jar): string {
  return [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
}
