extension KubeletFeatureGates {
    /// Which gate needs which: the releases it holds for (`35` for 1.35 and on, `35-35` for that one alone), the gate,
    /// and what it needs to be on. Source: `defaultKubernetesFeatureGateDependencies` and those of `k8s.io/apiserver`.
    static let dependencyRows = """
        35 AuthorizeNodeWithSelectors AuthorizeWithSelectors
        35 ClusterTrustBundleProjection ClusterTrustBundle
        35 DRAAdminAccess DynamicResourceAllocation
        35 DRAConsumableCapacity DynamicResourceAllocation
        35 DRADeviceBindingConditions DynamicResourceAllocation DRAResourceClaimDeviceStatus
        35 DRADeviceTaintRules DRADeviceTaints
        35 DRADeviceTaints DynamicResourceAllocation
        35 DRAExtendedResource DynamicResourceAllocation
        36 DRAListTypeAttributes DynamicResourceAllocation
        36 DRANodeAllocatableResources DynamicResourceAllocation
        35 DRAPartitionableDevices DynamicResourceAllocation
        35 DRAPrioritizedList DynamicResourceAllocation
        36 DRAResourceClaimGranularStatusAuthorization DynamicResourceAllocation DRAResourceClaimDeviceStatus
        36 DRAResourcePoolStatus DynamicResourceAllocation
        35 DRASchedulerFilterTimeout DynamicResourceAllocation
        36 DRAWorkloadResourceClaims DynamicResourceAllocation GenericWorkload
        36 DeclarativeValidationBeta DeclarativeValidation
        35 DeclarativeValidationTakeover DeclarativeValidation
        35 DisableAllocatorDualWrite MultiCIDRServiceAllocator
        36 ExtendWebSocketsToKubelet NodeDeclaredFeatures
        35 GangScheduling GenericWorkload
        35 GracefulNodeShutdownBasedOnPodPriority GracefulNodeShutdown
        36 ImageVolumeWithDigest ImageVolume
        35 InPlacePodLevelResourcesVerticalScaling InPlacePodVerticalScaling PodLevelResources NodeDeclaredFeatures
        35-35 InPlacePodVerticalScalingAllocatedStatus InPlacePodVerticalScaling
        35 InPlacePodVerticalScalingExclusiveCPUs InPlacePodVerticalScaling
        35-35 InPlacePodVerticalScalingExclusiveMemory InPlacePodVerticalScaling MemoryManager
        36 InPlacePodVerticalScalingExclusiveMemory InPlacePodVerticalScaling
        36 InPlacePodVerticalScalingInitContainers InPlacePodVerticalScaling NodeDeclaredFeatures
        35 MatchLabelKeysInPodTopologySpreadSelectorMerge MatchLabelKeysInPodTopologySpread
        35 PodCertificateRequest AuthorizeNodeWithSelectors
        36 PodLevelResourceManagers PodLevelResources
        35 PodLifecycleSleepActionAllowZero PodLifecycleSleepAction
        35 ProcMountType UserNamespacesSupport
        35 ResourceHealthStatus DynamicResourceAllocation
        36 ResourceHealthStatusMessage ResourceHealthStatus
        35 RestartAllContainersOnContainerExits ContainerRestartRules NodeDeclaredFeatures
        35 ServiceAccountTokenNodeBinding ServiceAccountTokenNodeBindingValidation
        36 StaleControllerConsistencyDaemonSet AtomicFIFO
        36 StaleControllerConsistencyJob AtomicFIFO
        36 StaleControllerConsistencyReplicaSet AtomicFIFO
        36 StaleControllerConsistencyStatefulSet AtomicFIFO
        35 StorageVersionAPI APIServerIdentity
        35 StructuredAuthenticationConfigurationEgressSelector StructuredAuthenticationConfiguration
        35 StructuredAuthenticationConfigurationJWKSMetrics StructuredAuthenticationConfiguration
        36 TopologyAwareWorkloadScheduling GenericWorkload
        35 UnknownVersionInteroperabilityProxy APIServerIdentity
        35-35 UserNamespacesHostNetworkSupport UserNamespacesSupport
        36 UserNamespacesHostNetworkSupport UserNamespacesSupport NodeDeclaredFeatures
        35-35 WindowsCPUAndMemoryAffinity MemoryManager
        35 WindowsGracefulNodeShutdown GracefulNodeShutdown
        36 WorkloadAwarePreemption GangScheduling
        36 WorkloadWithJob GenericWorkload
        """
}
