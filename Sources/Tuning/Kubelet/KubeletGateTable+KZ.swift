extension KubeletFeatureGates {
    /// The gates from K to Z; see ``KubeletFeatureGates/rows``.
    static let rowsFromKToZ = """
        KMSv1 28d+ 29d-
        KubeProxyDrainingTerminatingNodes 28a- 30b+ 31g+! 33gone
        KubeletCgroupDriverFromCRI 28a- 31b+ 34g+!
        KubeletCrashLoopBackOffMax 32a- 35b+
        KubeletEnsureSecretPulledImages 33a- 35b+
        KubeletFineGrainedAuthz 32a- 33b+ 36g+!
        KubeletInUserNamespace 28a-
        KubeletPSI 33a- 34b+ 36g+!
        KubeletPodResourcesDynamicResources 28a- 34b+ 36g+!
        KubeletPodResourcesGet 28a- 34b+ 36g+!
        KubeletPodResourcesListUseActivePods 34d+
        KubeletRegistrationGetOnExistsOnly 32d-
        KubeletSeparateDiskGC 29a- 31b+
        KubeletServiceAccountTokenForCredentialProviders 33a- 34b+
        KubeletTracing 28b+ 34g+!
        LegacyServiceAccountTokenCleanUp 28g+ 32gone
        LegacySidecarContainers 33d- 34gone
        ListFromCacheSnapshot 33a- 34b+
        LoadBalancerIPMode 29a- 30b+ 32g+! 35gone
        LocalStorageCapacityIsolationFSQuotaMonitoring 28a- 31b-
        LogarithmicScaleDown 28b+ 31g+!
        LoggingAlphaOptions 28a-
        LoggingBetaOptions 28b+
        ManifestBasedAdmissionControlConfig 36a-
        MatchLabelKeysInPodAffinity 29a- 31b+ 33g+!
        MatchLabelKeysInPodTopologySpread 28b+
        MatchLabelKeysInPodTopologySpreadSelectorMerge 34b+
        MaxUnavailableStatefulSet 28a- 35b-
        MemoryManager 28b+ 32g+! 36gone
        MemoryQoS 28a-
        MinDomainsInPodTopologySpread 28g+ 32gone
        MinimumKubeletVersion 32a-
        MultiCIDRServiceAllocator 28a- 31b- 33g+ 34g+!
        MutableCSINodeAllocatableCount 33a- 34b- 35b+ 36g+!
        MutablePVNodeAffinity 35a-
        MutablePodResourcesForSuspendedJobs 35a- 36b+
        MutableSchedulingDirectivesForSuspendedJobs 35a- 36b+
        MutatingAdmissionPolicy 31a- 34b- 36g+
        NFTablesProxyMode 29a- 31b+ 33g+!
        NativeHistograms 36a-
        NewVolumeManagerReconstruction 28g+ 32gone
        NodeDeclaredFeatures 35a- 36b+
        NodeInclusionPolicyInPodTopologySpread 28b+ 33g+!
        NodeLogQuery 28a+ 30b+ 36g+!
        NodeOutOfServiceVolumeDetach 28g+ 32gone
        NodeSwap 28b- 30b+ 34g+!
        NominatedNodeNameForExpectation 34a- 35b+
        OpenAPIEnums 28b+
        OpportunisticBatching 35b+
        OrderedNamespaceDeletion 30b- 33b+ 34g+!
        PDBUnhealthyPodEvictionPolicy 28b+ 31g+! 33gone
        PLEGOnDemandRelist 36b+
        PersistentVolumeClaimUnusedSinceTime 36a-
        PersistentVolumeLastPhaseTransitionTime 28a- 29b+ 31g+! 33gone
        PodAndContainerStatsFromCRI 28a-
        PodCertificateRequest 34a- 35b-
        PodDeletionCost 28b+
        PodDisruptionConditions 28b+ 31g+! 34gone
        PodHostIPs 28g+ 32gone
        PodIndexLabel 28b+ 32g+! 35gone
        PodLevelResourceManagers 36a-
        PodLevelResources 32a- 34b+
        PodLifecycleSleepAction 29a- 30b+ 34g+!
        PodLifecycleSleepActionAllowZero 32a- 33b+ 34g+!
        PodLogsQuerySplitStreams 32a-
        PodObservedGenerationTracking 33a- 34b+ 35g+!
        PodReadyToStartContainersCondition 28a- 29b+
        PodSchedulingReadiness 28b+ 30g+!
        PodTopologyLabelsAdmission 33a- 35b+
        PodsAPI 36a-
        PortForwardWebsockets 30a- 31b+
        PreferSameTrafficDistribution 33a- 34b+ 35g+!
        PreventStaticPodAPIReferences 34b+
        ProbeHostPodSecurityStandards 34g+! 35gone
        ProcMountType 28a- 31b- 33b+ 36g+!
        QOSReserved 28a-
        RecoverVolumeExpansionFailure 28a- 32b+ 34g+!
        RecursiveReadOnlyMounts 30a- 31b+ 33g+!
        ReduceDefaultCrashLoopBackOffDecay 33a-
        RelaxedDNSSearchValidation 32a- 33b+ 34g+!
        RelaxedEnvironmentVariableValidation 30a- 32b+ 34g+!
        RelaxedServiceNameValidation 34a- 36b+
        ReloadKubeletClientCAFile 36b+
        ReloadKubeletServerCertificateFile 31b+
        RemainingItemCount 28b+ 29g+! 33gone
        RemoteRequestHeaderUID 32a- 33b+
        ResilientWatchCacheInitialization 31b- 32b+ 34g+!
        ResourceHealthStatus 31a- 36b+
        ResourceHealthStatusMessage 36b+
        RestartAllContainersOnContainerExits 35a- 36b+
        RetryGenerateName 30a- 31b+ 32g+!
        RotateKubeletServerCertificate 28b+
        RouteExternalCertificate 31a-
        RuntimeClassInImageCriApi 29a-
        SELinuxChangePolicy 32a- 33b+ 36g+!
        SELinuxMount 30a- 33b-
        SELinuxMountGAReadiness 36a-
        SELinuxMountReadWriteOncePod 28b+ 36g+!
        SchedulerAsyncAPICalls 34b-
        SchedulerAsyncPreemption 32a- 33b+
        SchedulerPopFromBackoffQ 33b+
        SchedulerQueueingHints 28b- 32b+ 34g+!
        SeparateCacheWatchRPC 28b+ 33d- 36d-!
        SeparateTaintEvictionController 29b+ 34g+!
        ServerSideApply 28g+ 32gone
        ServerSideFieldValidation 28g+ 32gone
        ServiceAccountNodeAudienceRestriction 32b- 33b+
        ServiceAccountTokenJTI 29a- 30b+ 32g+!
        ServiceAccountTokenNodeBinding 29a- 31b+ 33g+!
        ServiceAccountTokenNodeBindingValidation 29a- 30b+ 32g+!
        ServiceAccountTokenPodNodeInfo 29a- 30b+ 32g+!
        ServiceCIDRStatusFieldWiping 36d+
        ServiceTrafficDistribution 30a- 31b+ 33g+! 36gone
        ShardedListAndWatch 36a-
        SidecarContainers 28a- 29b+ 33g+!
        SizeBasedListCostEstimate 34b+
        SizeMemoryBackedVolumes 28b+ 32g+! 35gone
        StableLoadBalancerNodeSet 28g+ 32gone
        StaleControllerConsistencyDaemonSet 36b+
        StaleControllerConsistencyJob 36b+
        StaleControllerConsistencyReplicaSet 36b+
        StaleControllerConsistencyStatefulSet 36b+
        StatefulSetAutoDeletePVC 28b+ 32g+! 35gone
        StatefulSetSemanticRevisionComparison 34b+
        StatefulSetStartOrdinal 28b+ 31g+! 34gone
        StorageCapacityScoring 33a-
        StorageNamespaceIndex 30b+ 33d+
        StoragePerformantSecurityPolicy 34a-
        StorageVersionAPI 28a-
        StorageVersionHash 28b+
        StorageVersionMigrator 30a- 35b-
        StreamingCollectionEncodingToJSON 31b- 33b+ 34g+!
        StreamingCollectionEncodingToProtobuf 31b- 33b+ 34g+!
        StrictCostEnforcementForVAP 30b- 32g+! 35gone
        StrictCostEnforcementForWebhooks 30b- 32g+! 35gone
        StrictIPCIDRValidation 33a- 36b+
        StructuredAuthenticationConfiguration 29a- 30b+ 34g+!
        StructuredAuthenticationConfigurationEgressSelector 34b+
        StructuredAuthenticationConfigurationJWKSMetrics 35b+
        StructuredAuthorizationConfiguration 29a- 30b+ 32g+! 36gone
        SupplementalGroupsPolicy 31a- 33b+ 35g+!
        SystemdWatchdog 32b+ 35gone
        TaintTolerationComparisonOperators 35a-
        TokenRequestServiceAccountUIDValidation 34b+
        TopologyAwareHints 28b+ 33g+! 36gone
        TopologyAwareWorkloadScheduling 36a-
        TopologyManagerPolicyAlphaOptions 28a-
        TopologyManagerPolicyBetaOptions 28b+
        TopologyManagerPolicyOptions 28b+ 32g+ 36g+!
        TranslateStreamCloseWebsocketRequests 29a- 30b+
        UnauthenticatedHTTP2DOSMitigation 28b- 29b+
        UnknownVersionInteroperabilityProxy 28a- 36b+
        UnlockWhileProcessingFIFO 36b+
        UserNamespacesHostNetworkSupport 35a-
        UserNamespacesPodSecurityStandards 29a- 35gone
        UserNamespacesSupport 28a- 30b- 33b+ 36g+!
        ValidatingAdmissionPolicy 28g+ 32gone
        VolumeAttributesClass 29a- 31b- 34g+ 36g+!
        VolumeCapacityPriority 28a- 33gone
        VolumeLimitScaling 35a-
        WatchBookmark 28g+! 33gone
        WatchCacheInitializationPostStartHook 31b- 36b+
        WatchFromStorageWithoutResourceVersion 28b- 33d-! 36gone
        WatchList 28a- 32b+ 33b- 34b+
        WatchListClient 30b- 35b+
        WinDSR 28a- 33b+ 34g+!
        WinOverlay 28b+ 34g+!
        WindowsCPUAndMemoryAffinity 32a-
        WindowsGracefulNodeShutdown 32a- 34b+
        WindowsHostNetwork 28a- 31a+ 33d-
        WorkloadAwarePreemption 36a-
        WorkloadWithJob 36a-
        ZeroLimitedNominalConcurrencyShares 28g+ 32gone
        """
}
