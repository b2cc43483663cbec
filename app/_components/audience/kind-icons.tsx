"use client";

// The picture of each kind of audience.
import { BookmarkRegular } from "@fluentui/react-icons/svg/bookmark";
import { ChannelRegular } from "@fluentui/react-icons/svg/channel";
import { ChatMultipleRegular } from "@fluentui/react-icons/svg/chat-multiple";
import { DocumentTableRegular } from "@fluentui/react-icons/svg/document-table";
import { FilterRegular } from "@fluentui/react-icons/svg/filter";
import { OrganizationRegular } from "@fluentui/react-icons/svg/organization";
import { PeopleCommunityRegular } from "@fluentui/react-icons/svg/people-community";
import { PeopleTeamRegular } from "@fluentui/react-icons/svg/people-team";
import { PersonRegular } from "@fluentui/react-icons/svg/person";
import type { ReactElement } from "react";

import type { OfferedKind } from "./audience-draft";

export const KIND_ICONS: Record<OfferedKind, ReactElement> = {
  ALL: <OrganizationRegular />,
  TEAM_MEMBERS: <PeopleTeamRegular />,
  ENTRA_GROUP: <PeopleCommunityRegular />,
  FILTER: <FilterRegular />,
  RECIPIENTS: <PersonRegular />,
  CSV: <DocumentTableRegular />,
  CHANNEL: <ChannelRegular />,
  GROUP_CHAT: <ChatMultipleRegular />,
  SAVED: <BookmarkRegular />,
};
