/**
 * What Karmada must be told of HelmRelease v2, which its own interpreter knows only as v2beta1 (karmada v1.19,
 * pkg/resourceinterpreter/default/thirdparty/resourcecustomizations): a ResourceInterpreterCustomization holds these
 * scripts (https://karmada.io/docs/userguide/globalview/customizing-resource-interpreter/). Lua 5.1, without its libraries.
 */
export const interpreterScripts = {
  /** What a member's owner suspended there stays suspended. */
  retention: `function Retain(desiredObj, observedObj)
  if observedObj.spec ~= nil and observedObj.spec.suspend ~= nil then
    desiredObj.spec.suspend = observedObj.spec.suspend
  end
  return desiredObj
end
`,
  /** What of a member's status the control plane gets to see. */
  statusReflection: `function ReflectStatus(observedObj)
  local reflected = {}
  local status = observedObj.status
  if status == nil then
    return reflected
  end
  reflected.conditions = status.conditions
  reflected.observedGeneration = status.observedGeneration
  reflected.lastAttemptedRevision = status.lastAttemptedRevision
  reflected.generation = observedObj.metadata.generation
  local annotations = observedObj.metadata.annotations
  if annotations ~= nil then
    -- which generation of the control plane's object the member has
    reflected.resourceTemplateGeneration = tonumber(annotations["resourcetemplate.karmada.io/generation"])
  end
  return reflected
end
`,
  /** One condition for all members: ready when each of them is, at the newest generation. */
  statusAggregation: `function AggregateStatus(desiredObj, statusItems)
  if statusItems == nil or #statusItems == 0 then
    return desiredObj
  end
  local rank = { True = 1, Unknown = 2, False = 3 }
  local generation = desiredObj.metadata.generation
  local isCurrent = true
  local worst = nil
  local message = ""
  for i = 1, #statusItems do
    local status = statusItems[i].status
    if status == nil then
      status = {}
    end
    if status.resourceTemplateGeneration ~= generation or status.observedGeneration ~= status.generation then
      isCurrent = false
    end
    local ready = nil
    if status.conditions ~= nil then
      for j = 1, #status.conditions do
        if status.conditions[j].type == "Ready" then
          ready = status.conditions[j]
        end
      end
    end
    if ready == nil then
      return desiredObj
    end
    if worst == nil or rank[ready.status] > rank[worst.status] then
      worst = ready
    end
    if i > 1 then
      message = message .. ", "
    end
    message = message .. statusItems[i].clusterName .. "=" .. ready.message
  end
  if desiredObj.status == nil then
    desiredObj.status = {}
  end
  if isCurrent then
    desiredObj.status.observedGeneration = generation
  end
  desiredObj.status.conditions = {
    {
      type = "Ready",
      status = worst.status,
      reason = worst.reason,
      message = message,
      lastTransitionTime = worst.lastTransitionTime,
    },
  }
  return desiredObj
end
`,
  /** Whether a member runs it. */
  healthInterpretation: `function InterpretHealth(observedObj)
  local status = observedObj.status
  if status == nil or status.conditions == nil or status.observedGeneration ~= observedObj.metadata.generation then
    return false
  end
  for i = 1, #status.conditions do
    if status.conditions[i].type == "Ready" then
      return status.conditions[i].status == "True"
    end
  end
  return false
end
`,
  /**
   * What follows it to a member: what Karmada's own script for v2beta1 follows. A binding is owned by its object and lies
   * in the namespace of who requires it (pkg/dependenciesdistributor), so nothing of other namespaces can follow.
   */
  dependencyInterpretation: `function GetDependencies(desiredObj)
  local found = {}
  local seen = {}
  local function follow(kind, name)
    if name == nil or name == "" or seen[kind .. "/" .. name] then
      return
    end
    seen[kind .. "/" .. name] = true
    found[#found + 1] = { apiVersion = "v1", kind = kind, namespace = desiredObj.metadata.namespace, name = name }
  end
  local spec = desiredObj.spec
  if spec.valuesFrom ~= nil then
    for i = 1, #spec.valuesFrom do
      if spec.valuesFrom[i].kind == "ConfigMap" or spec.valuesFrom[i].kind == "Secret" then
        follow(spec.valuesFrom[i].kind, spec.valuesFrom[i].name)
      end
    end
  end
  if spec.chart ~= nil and spec.chart.spec.verify ~= nil and spec.chart.spec.verify.secretRef ~= nil then
    follow("Secret", spec.chart.spec.verify.secretRef.name)
  end
  if spec.kubeConfig ~= nil and spec.kubeConfig.secretRef ~= nil then
    follow("Secret", spec.kubeConfig.secretRef.name)
  end
  follow("ServiceAccount", spec.serviceAccountName)
  return found
end
`,
} as const;

/** The hook that a script answers: its key in `spec.customizations`. */
export type InterpreterHook = keyof typeof interpreterScripts;

/** The API group of customizations of Karmada's interpreter. */
export const interpreterGroup = 'config.karmada.io';
