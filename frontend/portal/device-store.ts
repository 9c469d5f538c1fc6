/** What must outlast a reload and may be large: values by key in the portal's own IndexedDB. Never a token. */

const DATABASE = "trigpoint";
const TABLE = "kept";

export interface DeviceStore {
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
  drop(key: string): Promise<void>;
  /** Every value whose key begins like this. */
  all(prefix: string): Promise<unknown[]>;
}

export class BrowserStore implements DeviceStore {
  #opened: Promise<IDBDatabase> | undefined;

  get(key: string): Promise<unknown> {
    return this.#ask("readonly", (table) => table.get(key));
  }

  async put(key: string, value: unknown): Promise<void> {
    await this.#ask("readwrite", (table) => table.put(value, key));
  }

  async drop(key: string): Promise<void> {
    await this.#ask("readwrite", (table) => table.delete(key));
  }

  all(prefix: string): Promise<unknown[]> {
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    return this.#ask<unknown[]>("readonly", (table) => table.getAll(range));
  }

  async #ask<T>(mode: IDBTransactionMode, act: (table: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    this.#opened ??= opened();
    return await done(act((await this.#opened).transaction(TABLE, mode).objectStore(TABLE)));
  }
}

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
  return done(request);
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("This browser keeps nothing."));
  });
}
