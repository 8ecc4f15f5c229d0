import { render } from "preact";
import { Workbench } from "./pages/Workbench";
import { start } from "./state/start";
import "./style/base.css";

const root = document.getElementById("app");
if (root !== null) render(<Workbench />, root);
void start();
