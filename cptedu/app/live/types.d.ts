// What the extension uses of JupyterLab 4 and Notebook 7, and no more.

export interface Signal<Sender, Args> {
  connect(slot: (sender: Sender, args: Args) => void): boolean;
  disconnect(slot: (sender: Sender, args: Args) => void): boolean;
}

export interface Widget {
  readonly node: HTMLElement;
  readonly disposed: Signal<Widget, void>;
  readonly isDisposed: boolean;
  readonly isVisible: boolean;
  addClass(name: string): void;
  dispose(): void;
  parent: Widget | null;
  processMessage(message: unknown): void;
  removeClass(name: string): void;
  toggleClass(name: string, force?: boolean): boolean;
}

export interface Output {
  readonly type: string;
}

/** An output as the notebook's file has it. */
export interface SavedOutput {
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface CellModel {
  readonly type: string;
  readonly trusted: boolean;
  readonly sharedModel: { getSource(): string };
  getMetadata(key: string): unknown;
  readonly outputs?: {
    readonly length: number;
    get(index: number): Output;
    toJSON(): SavedOutput[];
    fromJSON(outputs: SavedOutput[]): void;
  };
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
  };
}

/** What a Python says while it runs something. */
export interface Published {
  content: { name?: string; text?: string };
}

export interface Kernel {
  readonly status: string;
  readonly connectionStatus: string;
  requestExecute(content: {
    code: string;
    silent: boolean;
    store_history: boolean;
  }): { readonly done: Promise<ExecuteReply>; onIOPub: (message: Published) => void };
  registerCommTarget?(name: string, hear: Hear): void;
}

/** What is called when Python opens a line of its own to the page. */
export type Hear = (comm: unknown, message: { readonly content: { readonly data: { readonly all_is_kept?: boolean } } }) => unknown;

export interface SessionContext {
  readonly isReady: boolean;
  shutdown(): Promise<void>;
  readonly session: { readonly kernel: Kernel | null } | null;
  readonly sessionManager: { refreshRunning(): Promise<void> };
  readonly prevKernelName: string;
  readonly kernelPreference: { readonly name?: string };
  changeKernel(options: { name?: string }): Promise<unknown>;
  readonly statusChanged: Signal<SessionContext, string>;
  readonly sessionChanged: Signal<SessionContext, unknown>;
  readonly connectionStatusChanged: Signal<SessionContext, string>;
}

export interface Typesetter {
  typeset(element: HTMLElement): unknown;
}

export interface Cell extends Widget {
  inputHidden?: boolean;
  syncCollapse?: boolean;
  /** Where its text stands. */
  readonly inputArea?: Widget | null;
}

export interface Notebook extends Widget {
  scrollToItem(index: number, align?: "start" | "center"): Promise<void>;
  readonly widgets: readonly Cell[];
  readonly model: NotebookModel | null;
  readonly rendermime: { latexTypesetter: Typesetter | null };
}

export interface NotebookPanel extends Widget {
  readonly context: Context & { readonly path: string };
  readonly content: Notebook;
  readonly sessionContext: SessionContext;
  readonly toolbar: Widget & { insertItem(index: number, name: string, widget: Widget): boolean; children(): Iterable<Widget> };
  readonly layout: { insertWidget(index: number, widget: Widget): void };
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
  Widget: { new (options: { node: HTMLElement }): Widget; readonly Msg: { readonly BeforeDetach: unknown } };
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
  readonly commands: { execute(name: string, args: Record<string, unknown>): Promise<NotebookPanel | null> };
  readonly restored: Promise<unknown>;
  /** What reads files of the course's folder. */
  readonly serviceManager?: {
    readonly contents: {
      get(path: string, how: { type: string; content: boolean }): Promise<{ content: { cells: { source: string | string[] }[] } }>;
    };
  };
  readonly shell: {
    readonly currentWidget: NotebookPanel | null;
    readonly currentChanged: Signal<unknown, { newValue: NotebookPanel | null }>;
    /** JupyterLab's window can put its list of files away; Notebook's has none. */
    collapseLeft?(): void;
    isSideTabBarVisible?(side: string): boolean;
    toggleSideTabBarVisibility?(side: string): void;
    /** JupyterLab's own: how each document in its single-document mode was opened. */
    readonly _mainOptionsCache?: { delete(panel: NotebookPanel): unknown };
  };
}

/** What JupyterLab's page says of itself. */
export interface PageSettings {
  readonly baseUrl: string;
  readonly mode?: string;
  /** On a site, which build of it. */
  readonly cpteduSite?: string;
  /** What it is called. */
  readonly cpteduTitle?: string;
}

/** A step of the course, as Python tells it. */
export interface CourseLesson {
  readonly path: string;
  readonly number: string;
  readonly title: string;
  readonly about: string;
  readonly right: number;
  readonly of: number;
  readonly state: "new" | "begun" | "done";
  readonly words: string;
}

/** The course, as Python tells it; each path is seen from its folder. */
export interface CourseTold {
  readonly folder: string;
  readonly lessons: readonly CourseLesson[];
  readonly beside: readonly { path: string; title: string; label: string; group?: string }[];
  readonly go_on: { path: string; title: string; about: string; heading: string; line: string; button: string };
  readonly due: { count: number; words: string; path: string } | null;
  readonly skills: readonly { title: string; right: number; of: number; words: string }[];
  readonly streak: { days: number; words: string; more: string };
  /** Whether anything was answered right. */
  readonly begun: boolean;
  readonly closing: string;
  readonly message: string;
  /** On a site: whether what a learner did to the instruments was written down. */
  readonly is_kept?: boolean;
}
