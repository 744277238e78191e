// Times TensorFlow Playground's own engine, its src/nn.ts, on requests that arrive as lines of JSON; answers are lines too.
import { createInterface } from "node:readline";
import * as nn from "./nn.mts";

let network, X, y, batch, rate, next = 0;

function build({ sizes, weights }) {
  const names = Array.from({ length: sizes[0] }, (_, i) => `x${i}`);
  network = nn.buildNetwork(sizes, nn.Activations.TANH, nn.Activations.TANH, null, names);
  for (let k = 1; k < sizes.length; k++) {
    network[k].forEach((node, unit) => {
      node.bias = weights[k - 1].bias[unit];
      node.inputLinks.forEach((link, source) => { link.weight = weights[k - 1].weight[unit][source]; });
    });
  }
}

// As playground.ts does it: each point forward and back, and the weights after each batch.
function steps(n) {
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < batch; i++, next = (next + 1) % X.length) {
      nn.forwardProp(network, X[next]);
      nn.backProp(network, y[next], nn.Errors.SQUARE);
    }
    nn.updateWeights(network, rate, 0);
  }
}

const layers = () => network.slice(1).map((layer) => ({
  bias: layer.map((node) => node.bias),
  weight: layer.map((node) => node.inputLinks.map((link) => link.weight)),
}));

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  if (request.sizes) {
    ({ X, y, batch, rate } = request);
    next = 0;
    build(request);
    console.log("{}");
  } else {
    const before = process.cpuUsage();
    steps(request.steps);
    const { user, system } = process.cpuUsage(before);
    console.log(JSON.stringify({ microseconds: user + system, weights: request.weights ? layers() : null }));
  }
}
