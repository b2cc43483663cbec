"use client";

// A draft in the hands of its author: the form, its saver, and the copy kept in the browser while something is unsaved.
// Two promises: what is typed is either on the server or in the copy, and nobody else's version is overwritten.
import { useCallback, useEffect, useReducer, useState, useSyncExternalStore } from "react";

import { findHalfBuilt, keepHalfBuilt } from "@/app/_components/audience/half-built";
import { staysEditable } from "@/lib/domain/broadcast";
import type { BroadcastView } from "@/lib/domain/views";

import { changeDraft, type DraftChange } from "./change-draft";
import { type DraftBackup, dropBackup, readBackup, writeBackup } from "./draft-backup";
import { type DraftForm, emptyForm, formOf, inputOf, isWorthSaving } from "./draft-form";
import { findMalformed } from "./draft-issues";
import { DraftSaver, type SaveState } from "./draft-saver";
import { writeDraft } from "./write-draft";

export type Draft = {
  form: DraftForm;
  change: (change: DraftChange) => void;
  saver: DraftSaver;
  saveState: SaveState;
  /** The id on the server; null before the first save. */
  id: string | null;
  /** Unsaved work found on opening, until the author restores or discards it. */
  found: DraftBackup | null;
  restore: () => void;
  discard: () => void;
  /** Answers to a conflict: this text becomes a draft of its own, or is given up for the newer version. */
  fork: () => Promise<void>;
  giveUp: () => void;
};

export function useDraft(view: BroadcastView | null, lang: string, onCreated: (id: string) => void): Draft {
  const [form, change] = useReducer(changeDraft, view, (from) => openForm(from, lang));
  const [saver] = useState(() => makeSaver(view, form));
  const saveState = useSyncExternalStore(saver.subscribe, saver.getState, saver.getState);
  const id = saver.getView()?.id ?? null;
  const { found, forget } = useBackup(form, saver, saveState);

  useEffect(() => {
    if (saver.getView() !== null || isWorthSaving(form)) saver.change(inputOf(form));
  }, [saver, form]);
  useEffect(() => () => saveOnLeaving(saver), [saver]);
  useEffect(() => {
    if (id !== null) keepHalfBuilt(localStorage, id, form.audience);
  }, [id, form.audience]);
  useNewAddress(view?.id ?? null, id, onCreated);

  const restore = useCallback(() => {
    if (found) change({ type: "replace", form: found.form });
    forget();
  }, [found, forget]);
  // The copy belongs to the version that lost; both answers settle it.
  const fork = useCallback(async () => {
    if (await saver.fork()) dropBackup(localStorage, view?.id ?? null);
  }, [saver, view]);
  const giveUp = useCallback(() => dropBackup(localStorage, id), [id]);
  return { form, change, saver, saveState, id, found, restore, discard: forget, fork, giveUp };
}

function openForm(view: BroadcastView | null, lang: string): DraftForm {
  if (view === null) return emptyForm(lang);
  const form = formOf(view, lang);
  const halfBuilt = view.audience === null ? findHalfBuilt(localStorage, view.id) : undefined;
  return halfBuilt ? { ...form, audience: halfBuilt } : form;
}

function makeSaver(view: BroadcastView | null, form: DraftForm): DraftSaver {
  return new DraftSaver({
    view,
    input: inputOf(form),
    auto: view === null || !staysEditable(view.purpose),
    write: writeDraft,
    findMalformed,
    now: () => new Date(),
  });
}

function saveOnLeaving(saver: DraftSaver): void {
  if (saver.isAuto && saver.isDirty()) void saver.flush();
  else saver.stop();
}

/** Keeps the copy while something is unsaved. While an older copy awaits a decision it stays untouched. */
function useBackup(form: DraftForm, saver: DraftSaver, saveState: SaveState) {
  const [found, setFound] = useState(() => findLostWork(saver, form));
  const pending = found !== null;
  useEffect(() => {
    if (pending) return;
    const current = saver.getView();
    const id = current?.id ?? null;
    if (!saver.isDirty() || !(id || isWorthSaving(form))) return dropBackup(localStorage, id);
    writeBackup(localStorage, id, { form, revision: current?.revision ?? null, at: new Date().toISOString() });
  }, [form, saver, saveState, pending]);
  const forget = useCallback(() => setFound(null), []);
  return { found, forget };
}

function findLostWork(saver: DraftSaver, form: DraftForm): DraftBackup | null {
  const backup = readBackup(localStorage, saver.getView()?.id ?? null);
  const differs = backup && JSON.stringify(inputOf(backup.form)) !== JSON.stringify(inputOf(form));
  return differs ? backup : null;
}

/**
 * Moves the address from /broadcasts/new to the draft's own once it has one, without a navigation: the field one is
 * typing in keeps the focus.
 */
function useNewAddress(openedId: string | null, id: string | null, onCreated: (id: string) => void): void {
  useEffect(() => {
    if (id === null || id === openedId) return;
    if (openedId === null) dropBackup(localStorage, null);
    onCreated(id);
    window.history.replaceState(null, "", `/broadcasts/${id}/edit`);
  }, [id, openedId, onCreated]);
}
