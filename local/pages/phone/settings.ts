/** What the phone's page gets from the machine that it runs on, as `/phone/settings.json`. */
export interface PhoneSettings {
  /** WebSocket of the gateway's browser phone. */
  socketUrl: string;
  /** Numbers that can be dialled, the first one ready in the field. */
  numbers: { number: string; label: string }[];
  /** Who may call. `key` is what `?as=` names. */
  callers: { key: string; name: string; number: string; note: string }[];
}
