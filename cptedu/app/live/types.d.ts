// What the extension uses of JupyterLab 4 and Notebook 7, and no more.

export interface Signal<Sender, Args> {
  connect(slot: (sender: Sender, args: Args) => void): boolean;
  disconnect(slot: (sender: Sender, args: Args) => void): boolean;
}

export interface Widget {
  readonly node: HTMLElement;
  readonly disposed: Signal<Widget, void>;
  readonly isDisposed: boolean;
  addClass(name: string): void;
  removeClass(name: string): void;
  toggleClass(name: string, force?: boolean): boolean;
}

export interface Output {
  readonly type: string;
}

export interface CellModel {
  readonly type: string;
  readonly trusted: boolean;
  readonly sharedModel: { getSource(): string };
  getMetadata(key: string): unknown;
  readonly outputs?: { readonly length: number; get(index: number): Output };
}

export interface NotebookModel {
  readonly cells: Iterable<CellModel>;
  dirty: boolean;
  readonly stateChanged: Signal<NotebookModel, unknown>;
  getMetadata(key: string): unknown;
}

export interface ExecuteReply {
  content: {
    status: string;
    user_expressions?: Record<string, { status: string; data?: Record<string, string> }>;
  };
}

export interface Kernel {
  readonly status: string;
  readonly connectionStatus: string;
  requestExecute(content: {
    code: string;
    silent: boolean;
    store_history: boolean;
    user_expressions: Record<string, string>;
  }): { readonly done: Promise<ExecuteReply> };
}

export interface SessionContext {
  readonly isReady: boolean;
  readonly session: { readonly kernel: Kernel | null } | null;
  readonly statusChanged: Signal<SessionContext, string>;
  readonly connectionStatusChanged: Signal<SessionContext, string>;
}

export interface Typesetter {
  typeset(element: HTMLElement): unknown;
}

export interface Notebook extends Widget {
  readonly widgets: readonly Widget[];
  readonly model: NotebookModel | null;
  readonly rendermime: { latexTypesetter: Typesetter | null };
}

export interface NotebookPanel extends Widget {
  readonly content: Notebook;
  readonly sessionContext: SessionContext;
  readonly toolbar: { insertItem(index: number, name: string, widget: Widget): boolean };
  readonly contentHeader: { addWidget(widget: Widget): void; fit(): void };
}

export interface Context {
  readonly ready: Promise<void>;
  readonly localPath: string;
  readonly pathChanged: Signal<Context, string>;
  readonly saveState: Signal<Context, string>;
  readonly fileChanged: Signal<Context, unknown>;
}

/** What is done where the server does not answer. */
export type ConnectionLost = (...what: unknown[]) => Promise<void>;

/** The modules that JupyterLab shares with its extensions. */
export interface Jupyter {
  ConnectionLost: ConnectionLost;
  IConnectionLost: unknown;
  Widget: new (options: { node: HTMLElement }) => Widget;
  NotebookActions: {
    runCells(notebook: Notebook, cells: readonly Widget[], session: SessionContext): Promise<boolean>;
    readonly executed: Signal<unknown, { notebook: Notebook }>;
  };
  PageConfig: { getBaseUrl(): string; getOption(name: string): string };
  URLExt: { join(...parts: string[]): string; encodeParts(path: string): string };
}

export interface Application {
  docRegistry: {
    addWidgetExtension(
      factory: string,
      extension: { createNew(panel: NotebookPanel, context: Context): void },
    ): unknown;
  };
  /** JupyterLab's window can put its list of files away; Notebook's has none. */
  shell: { collapseLeft?(): void };
}
