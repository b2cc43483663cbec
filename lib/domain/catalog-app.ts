// Which entry of the catalog is the app. Graph lists to whoever asks what has its manifest's id: the organisation's own app,
// perhaps the store's, and copies that somebody has sideloaded. Only the first can be relied on to be installed for others.
// Source: Microsoft, "teamsApp resource type" (distributionMethod).
type Listed = { distributionMethod?: string | null | undefined };

export function appOfOrganization<T extends Listed>(apps: readonly T[]): T | undefined {
  return apps.find(({ distributionMethod }) => distributionMethod === "organization");
}
